/** The four steps of an order, as *Order in progress* shows them. */
import type { OrderView } from '../backend/bindings'
import { orderStates } from './order-states'

export type StepState = 'done' | 'now' | 'to_come'
export type Step = {
  name: 'sent' | 'received' | 'preparing' | 'ready' | 'added'
  state: StepState
  at: string | null
}

/** The way of an order that goes well, with the times of what is behind it. */
export function steps(order: OrderView): Step[] {
  const at = (state: OrderView['state']) =>
    order.timeline.find((moment) => moment.state === state)?.at ?? null
  const now = orderStates[order.state].done ?? 0
  // A top-up ends with its plan, everything else with a code.
  const last = order.kind === 'top_up' ? 'added' : 'ready'
  const times = [at('sending') ?? order.createdAt, at('accepted'), at('preparing'), at(last)]
  const names = ['sent', 'received', 'preparing', last] as const
  return names.map((name, index) => ({
    name,
    state: index < now ? 'done' : index === now ? 'now' : 'to_come',
    // The time of a step is when it began; what goes on now says so instead.
    at: index < now ? (times[index] ?? null) : null,
  }))
}
