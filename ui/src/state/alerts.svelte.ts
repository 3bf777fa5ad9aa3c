/** What the staff are told in passing, in the window and outside of it. */
import type { Backend } from '../backend/backend'
import type { Failure, OrderKey, OrderState, OrderView, Snapshot } from '../backend/bindings'
import { explain } from '../lib/failures'
import { orderStates } from '../lib/order-states'
import { waitsForPerson } from '../lib/orders'
import { planTitle } from '../lib/plans'
import type { Catalogue } from './catalogue.svelte'
import { words } from './words.svelte'

/** An order that came to an end, or came to need a person, while the staff were elsewhere. */
export type Alert = { order: OrderKey; state: OrderState }

export class Alerts {
  list = $state.raw<Alert[]>([])

  constructor(
    readonly backend: Backend,
    readonly catalogue: Catalogue,
  ) {}

  add({ key, state }: OrderView): void {
    this.dismiss(key)
    this.list = [...this.list, { order: key, state }]
  }

  dismiss(order: OrderKey): void {
    this.list = this.list.filter((alert) => alert.order !== order)
  }

  /** Rust knows whether anybody has the window before them. */
  notifyOutside({ state, plan, createdAt }: OrderView): void {
    const t = words.t.order
    const { severity, next } = orderStates[state]
    const over = next === 'hand_over' ? t.outsideReady : t.states[state]
    const title = severity === 'good' ? over : t.outsideNeeds
    const named = planTitle(this.catalogue.wordsOf(plan), plan)
    void this.backend.notifyOutside(title, t.outsideBody(named, words.format.minute(createdAt)))
  }

  /** A group that stopped by itself; what is left of it waits for a person. */
  tellOfGroup(why: Failure): void {
    void this.backend.notifyOutside(words.t.order.outsideGroup, explain(why, words.t).title)
  }
}

/** The orders of this run that the staff are to hear of: nothing more happens by itself, as it still did before. */
export function newsOf(before: Snapshot, now: Snapshot): OrderView[] {
  const known = new Map(before.orders.map((order) => [order.key, order]))
  return now.orders.filter((order) => {
    const was = known.get(order.key)
    if (!was) return false
    // What its own page tells of a group, line by line, is no notice: fifty say less than none.
    const { heading } = orderStates[order.state]
    const needed = orderStates[was.state].heading === 'needs_person'
    if (order.line !== null && !needed && (heading === 'ready' || heading === 'not_sold')) return false
    return isOver(was, order) || (waitsForPerson(order) && !waitsForPerson(was))
  })
}

/** What was waited for is there, or comes no more. A verdict is no news: the staff have just given it. */
function isOver({ state: was }: OrderView, { state }: OrderView): boolean {
  if (state === was || state === 'settled') return false
  const { next } = orderStates[state]
  // A code may also prove, and what failed may be completed, after it was given up.
  return next === 'hand_over' || ((orderStates[was].open || was === 'failed') && next !== 'wait')
}
