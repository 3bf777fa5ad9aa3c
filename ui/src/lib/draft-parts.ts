/** What every draft of an order has alike, as Rust wants it. Pure. */
import type { Plan, SaleNotes, StartChoice } from '../backend/bindings'

export function startOf(form: { start: StartChoice['kind']; date: string }): StartChoice {
  return form.start === 'on_date' ? { kind: 'on_date', date: form.date } : { kind: form.start }
}

export function notesOf(form: SaleNotes, plan: Plan): SaleNotes {
  const { guestPays, guestCurrency, note, staff } = form
  return { guestPays, guestCurrency: guestCurrency || (plan.price?.currency ?? ''), note, staff }
}
