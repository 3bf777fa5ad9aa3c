import { tick } from 'svelte'

/**
 * Leads to a field: it gets the focus, with its label above and what is said below it in sight. Focusing alone would
 * scroll no further than the field itself.
 */
export async function focusOn(field: HTMLElement | null | undefined) {
  await tick()
  field?.focus({ preventScroll: true })
  field?.scrollIntoView?.({ block: 'center' })
}
