/**
 * What each order state means to the staff: the one place that answers every question about a state, so that a new
 * state does not compile until all of them are answered. Not in it: the words, which are in `lang`, and the ways from
 * one state to the next, which only Rust knows.
 */
import type { OrderHeading, OrderState, OrderView, Verdict } from '../backend/bindings'
import type { Severity } from './failures'

export type Bought = 'nothing' | 'perhaps' | 'yes' | 'refunded' | 'unknown' | 'not_yet'
export type OrderNext = 'wait' | 'hand_over' | 'sell_again' | 'support' | 'nothing'

type Row = {
  /** Where the list of orders finds it. */
  heading: OrderHeading
  /** How good or bad the news is, and the tone of its chip. */
  severity: Severity | 'good'
  bought: Bought
  next: OrderNext
  /** The program has something to find out or to fetch; Rust says the same with `OrderState::is_open`. */
  open: boolean
  /** Of an order that goes well: how many of its four steps are done. */
  done?: number
}

export const orderStates: Record<OrderState, Row> = {
  sending: { heading: 'in_progress', severity: 'note', bought: 'not_yet', next: 'wait', open: true, done: 0 },
  accepted: {
    heading: 'in_progress',
    severity: 'note',
    bought: 'not_yet',
    next: 'wait',
    open: true,
    done: 2,
  },
  preparing: {
    heading: 'in_progress',
    severity: 'note',
    bought: 'not_yet',
    next: 'wait',
    open: true,
    done: 2,
  },
  ready: { heading: 'ready', severity: 'good', bought: 'yes', next: 'hand_over', open: false, done: 4 },
  failed: { heading: 'needs_person', severity: 'bad', bought: 'unknown', next: 'support', open: false },
  refused: { heading: 'not_sold', severity: 'bad', bought: 'nothing', next: 'sell_again', open: false },
  not_sent: { heading: 'not_sold', severity: 'warn', bought: 'nothing', next: 'sell_again', open: false },
  unconfirmed: { heading: 'needs_person', severity: 'warn', bought: 'perhaps', next: 'wait', open: true },
  withheld: { heading: 'needs_person', severity: 'bad', bought: 'yes', next: 'support', open: true },
  settled: { heading: 'closed', severity: 'note', bought: 'unknown', next: 'support', open: false },
  added: { heading: 'closed', severity: 'good', bought: 'yes', next: 'nothing', open: false, done: 4 },
  cancelling: { heading: 'in_progress', severity: 'note', bought: 'yes', next: 'wait', open: true },
  refunded: { heading: 'closed', severity: 'good', bought: 'refunded', next: 'nothing', open: false },
}

/** What a person's verdict says more of a settled order. */
export const verdicts: Record<Verdict, Pick<Row, 'heading' | 'bought'>> = {
  handed_over: { heading: 'closed', bought: 'yes' },
  not_handed_over: { heading: 'closed', bought: 'yes' },
  not_bought: { heading: 'not_sold', bought: 'nothing' },
  refunded: { heading: 'closed', bought: 'refunded' },
  not_known: { heading: 'closed', bought: 'unknown' },
}

/** Everything the state of an order means, with the verdict on it where there is one. */
export function outcomeOf({ state, verdict }: Pick<OrderView, 'state' | 'verdict'>): Row {
  const row = orderStates[state]
  return state === 'settled' && verdict !== null ? { ...row, ...verdicts[verdict] } : row
}
