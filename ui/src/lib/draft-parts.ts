/** What every draft of an order has alike, as Rust wants it. Pure. */
import type { Plan, SaleNotes, StartChoice } from '../backend/bindings'

export function startOf(form: { start: StartChoice['kind']; date: string }): StartChoice {
  return form.start === 'on_date' ? { kind: 'on_date', date: form.date } : { kind: form.start }
}

/** What guests pay in unless somebody says otherwise: what the plans are charged in, where that is one currency. */
export function currencyOf(plans: Plan[]): string {
  const [first = '', ...others] = new Set(plans.flatMap(({ price }) => price?.currency ?? []))
  return others.length === 0 ? first : ''
}

export function notesOf(form: SaleNotes, plan: Plan): SaleNotes {
  const { guestPays, guestCurrency, note, staff } = form
  return { guestPays, guestCurrency: guestCurrency || (plan.price?.currency ?? ''), note, staff }
}
