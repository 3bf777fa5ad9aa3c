/**
 * What is half typed, or set aside, and where. Rust is told of it, because it would be lost with the program, and keeps a newer
 * version waiting for it; then the page leads there.
 */
import type { InTheWay, TypedForm } from '../backend/bindings'
import type { KeptForms } from './kept-forms.svelte'
import type { Screen } from './navigation.svelte'

/** The forms that have words of their own, by the screen that has them. */
const formsOf: Partial<Record<Screen['name'], TypedForm>> = { group: 'line', top_up: 'top_up' }

/** Which form has it: the one on screen, or else what waits elsewhere. Null where nothing does. */
export function typedForm(sale: string | null, forms: KeptForms | null): TypedForm | null {
  const on = forms?.current ?? (sale === null ? forms?.last : null)
  if (on) return formsOf[on.screen.name] ?? 'other'
  return sale === null ? null : 'sale'
}

/** The screen that has what a newer version waits for; null where it waits for nothing that is typed. */
export function screenOf(until: InTheWay, forms: KeptForms | null): Screen | null {
  switch (until) {
    case 'sale_begun':
      return { name: 'sell' }
    case 'table_begun':
      return { name: 'several' }
    case 'top_up_begun':
    case 'line_begun':
    case 'form_begun':
      return (forms?.current ?? forms?.last)?.screen ?? null
    case 'order_being_sent':
    case 'code_on_screen':
    case 'customer_waits':
    case 'group_goes_on':
      return null
  }
}
