/** One group as its page shows it: read again whenever Rust says that something changed, one question at a time. */
import type { Backend } from '../backend/backend'
import type { Failure, GroupKey, GroupLineView, GroupView, OrderKey } from '../backend/bindings'
import { lineStand } from '../lib/line-stand'
import { orderStates } from '../lib/order-states'

export class GroupPage {
  view = $state.raw<GroupView | null>(null)
  failure = $state.raw<Failure | null>(null)
  readonly ready = $derived((this.view?.lines ?? []).filter(isReady))
  /** What is known to be bought, and what of the rest is not over. */
  readonly stands = $derived.by(() => {
    const count = { bought: 0, on_hold: 0, under_way: 0, unknown: 0 }
    for (const line of this.view?.lines ?? []) {
      const stand = lineStand(line)
      if (stand !== null) count[stand]++
    }
    return count
  })
  readonly bought = $derived(this.stands.bought + this.stands.on_hold)
  /** Codes that may still come, or did and are not given. Of a closed case nobody expects one. */
  readonly notReady = $derived(
    (this.view?.lines ?? []).filter(
      (line) => line.order?.mayBeCharged && line.order.state !== 'settled' && !isReady(line),
    ).length,
  )
  readonly wanted = $derived((this.view?.lines ?? []).filter((line) => line.state !== 'left_out').length)
  readonly handed = $derived(this.ready.filter((line) => this.wasShown(line)).length)
  readonly next = $derived(this.ready.find((line) => !this.wasShown(line)))
  #asking = false
  #again = false

  constructor(
    readonly backend: Backend,
    readonly group: GroupKey,
    /** The codes that this window has seen on screen, of which the view may not know yet. */
    readonly seen: (order: OrderKey) => boolean,
  ) {}

  /** Whether the code of a line was on screen, so that the next guest is somebody else. */
  wasShown({ order }: GroupLineView): boolean {
    return order !== null && (order.wasShown || this.seen(order.key))
  }

  async read(): Promise<void> {
    if (this.#asking) {
      this.#again = true
      return
    }
    this.#asking = true
    do {
      this.#again = false
      const answer = await this.backend.group(this.group)
      if (answer.status === 'ok') this.view = answer.data
      this.failure = answer.status === 'error' ? answer.error : this.failure
    } while (this.#again)
    this.#asking = false
  }

  /** A press, and what came of it. */
  async press(asked: Promise<{ status: 'ok' } | { status: 'error'; error: Failure }>): Promise<boolean> {
    this.failure = null
    const answer = await asked
    if (answer.status === 'error') this.failure = answer.error
    await this.read()
    return answer.status === 'ok'
  }
}

/** It may be bought, or was and is given back: the line gets no other order. */
export function isOver({ order }: GroupLineView): boolean {
  return order !== null && (order.mayBeCharged || order.refunded)
}

export function isReady({ order }: GroupLineView): boolean {
  return order !== null && orderStates[order.state].next === 'hand_over'
}
