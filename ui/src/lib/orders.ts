/** Naming orders on screen, and what can be read off one without asking Rust. */
import type { OrderView } from '../backend/bindings'
import type { Messages } from '../lang/staff'
import { orderStates } from './order-states'
import { planTitle, type PlanWords } from './plans'

export function customerName(order: OrderView, t: Messages): string {
  if (order.customer === null) return t.order.someone
  const { firstName, lastName, email } = order.customer
  return [firstName, lastName].filter(Boolean).join(' ') || email || t.order.someone
}

export function orderTitle(order: OrderView, told: PlanWords): string {
  return planTitle(told, order.plan)
}

export type StepState = 'done' | 'now' | 'to_come'
export type Step = { name: 'sent' | 'received' | 'preparing' | 'ready'; state: StepState; at: string | null }

/** The way of an order that goes well, with the times of what is behind it. */
export function steps(order: OrderView): Step[] {
  const at = (state: OrderView['state']) =>
    order.timeline.find((moment) => moment.state === state)?.at ?? null
  const now = orderStates[order.state].done ?? 0
  const times = [at('sending') ?? order.createdAt, at('accepted'), at('preparing'), at('ready')]
  const names = ['sent', 'received', 'preparing', 'ready'] as const
  return names.map((name, index) => ({
    name,
    state: index < now ? 'done' : index === now ? 'now' : 'to_come',
    // The time of a step is when it began; what goes on now says so instead.
    at: index < now ? (times[index] ?? null) : null,
  }))
}

/** Still open, and yet nothing more happens without a person. */
export function waitsForPerson({ needsPerson, recovery }: OrderView): boolean {
  if (needsPerson) return true
  if (recovery === null) return false
  const { candidates, nothingFound, emailNeeded, boughtTwice } = recovery
  return candidates.length > 0 || nothingFound || emailNeeded || boughtTwice !== null
}
