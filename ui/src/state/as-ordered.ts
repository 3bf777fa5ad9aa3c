/** What was typed for an order whose form is filled in again, as Rust still has it. */
import type { Backend } from '../backend/backend'
import type { AsOrdered, OrderView, StartChoice } from '../backend/bindings'

export async function asOrdered(backend: Backend, { key }: OrderView): Promise<AsOrdered> {
  const answer = await backend.asOrdered(key)
  if (answer.status === 'ok') return answer.data
  return { start: null, residence: '', eid: '', phoneModel: '', imei: '' }
}

/** A start that nobody knows any more is a day that is still to be chosen: the form is not sent before somebody says. */
export function startTyped(start: StartChoice | null): { start: StartChoice['kind']; date: string } {
  if (start === null) return { start: 'on_date', date: '' }
  return { start: start.kind, date: start.kind === 'on_date' ? start.date : '' }
}

/** What the counter noted, which the order itself tells. The currency only with an amount: it stays from sale to sale. */
export function notesTyped({ guestPays, note }: OrderView): {
  guestPays: string
  guestCurrency?: string
  note: string
} {
  const currency = guestPays === null ? {} : { guestCurrency: guestPays.currency }
  return { guestPays: guestPays?.amount ?? '', ...currency, note: note ?? '' }
}
