/** Naming orders on screen, and what can be read off one without asking Rust. */
import type { OrderView } from '../backend/bindings'
import type { Messages } from '../lang/staff'
import { planTitle, type PlanWords } from './plans'

export function customerName(order: OrderView, t: Messages): string {
  if (order.customer === null) return t.order.someone
  const { firstName, lastName, email } = order.customer
  return [firstName, lastName].filter(Boolean).join(' ') || email || t.order.someone
}

export function orderTitle(order: OrderView, told: PlanWords): string {
  return planTitle(told, order.plan)
}

/** What became of an order, in words: a person's verdict says more than that it was closed. */
export function stateWords(
  { state, verdict }: Pick<OrderView, 'state' | 'verdict'>,
  { order }: Messages,
): string {
  return state === 'settled' && verdict ? order.verdicts[verdict] : order.states[state]
}

/** Still open, and yet nothing more happens without a person. */
export function waitsForPerson({ needsPerson, recovery }: OrderView): boolean {
  if (needsPerson) return true
  if (recovery === null) return false
  const { candidates, nothingFound, emailNeeded, boughtTwice } = recovery
  return candidates.length > 0 || nothingFound || emailNeeded || boughtTwice !== null
}
