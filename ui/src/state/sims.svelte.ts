/**
 * What this window has seen of eSIMs: where each order's was last, and whose code was up. The snapshot knows neither of an
 * order that is not on screen. Gone with the account.
 */
import type { OrderKey, SimView } from '../backend/bindings'

export class Sims {
  /** Where the eSIM of each order was last seen. */
  seen = $state.raw<ReadonlyMap<OrderKey, SimView>>(new Map())
  /** When it was asked for, by a list that does so again and again. */
  readonly asked = new Map<OrderKey, number>()
  /** The orders whose code was up. */
  handed = $state.raw<ReadonlySet<OrderKey>>(new Set())

  /** What the provider says of an order's eSIM. */
  note(order: OrderKey, sim: SimView): void {
    if (sim !== 'not_read' && sim !== this.seen.get(order)) this.seen = new Map(this.seen).set(order, sim)
  }

  /** A code is up: only that is handed over. */
  noteOnScreen(order: OrderKey, sim: SimView): void {
    this.note(order, sim)
    if (!this.handed.has(order)) this.handed = new Set([...this.handed, order])
  }

  forget(): void {
    this.seen = new Map()
    this.handed = new Set()
    this.asked.clear()
  }
}
