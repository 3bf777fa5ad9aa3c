/** Orders as Rust would show them, in any state. Pure: what has become of them in this run is `orders.ts`. */
import { orderStates } from '../../lib/order-states'
import type { CustomerView, Failure, OrderState, OrderView, Plan, RecoveryView } from '../bindings'
import { examples, talkative } from './failures'
import { plans } from './plans'

const MINUTES_APART = 4

/** Whether the service has given the order a number by then. */
const numbered: Record<OrderState, boolean> = {
  sending: false,
  accepted: true,
  preparing: true,
  ready: true,
  failed: true,
  refused: false,
  not_sent: false,
  unconfirmed: false,
  withheld: true,
  settled: true,
  added: true,
  cancelling: true,
  refunded: true,
}

const troubles: Partial<Record<OrderState, Failure>> = {
  refused: examples.refused,
  not_sent: examples.not_sent,
  unconfirmed: examples.unanswered,
}

/** Earlier orders, in every state by turns and a few minutes apart. */
export function pastOrders(count: number, ugly: boolean): OrderView[] {
  const guests: CustomerView[] = [
    guest('Jürgen', 'Müller-Lüdenscheidt', 'juergen.mueller@example.org'),
    guest('', '', 'guest@example.com'),
    guest('Zoë', 'Åkerström', 'zoe@example.org'),
    ugly
      ? guest(
          'Wolfeschlegelstein'.repeat(4),
          'von und zu '.repeat(6).trim(),
          `${'x'.repeat(120)}@example.org`,
        )
      : guest('Ana', 'Ruiz', 'ana.ruiz@example.com'),
  ]
  const sold = plans(ugly)
  const states = Object.keys(orderStates) as OrderState[]
  return Array.from({ length: count }, (_, at) => {
    const state = states[at % states.length] ?? 'ready'
    const plan = sold[at % sold.length]
    if (!plan) throw new Error('the fake sells something')
    // A settled order is an old one: what only the sealed fields knew is gone.
    const customer = state === 'settled' ? null : (guests[at % guests.length] ?? null)
    return inState(orderOf(count - at, plan, customer, at * MINUTES_APART), state, ugly)
  })
}

export function orderOf(key: number, plan: Plan, customer: CustomerView | null, minutesAgo = 0): OrderView {
  const createdAt = new Date(Date.now() - minutesAgo * 60_000).toISOString()
  return {
    key,
    kind: 'new_esim',
    plan,
    customer,
    state: 'sending',
    reference: crypto.randomUUID(),
    orderId: null,
    short: null,
    suffix: '',
    iccid: null,
    line: null,
    takesTopUps: false,
    mayBeGivenBack: false,
    stillThere: false,
    notGivenBack: null,
    refundedAt: null,
    createdAt,
    timeline: [{ at: createdAt, state: 'sending', detail: null }],
    trouble: null,
    notAsSold: false,
    recovery: null,
    needsPerson: false,
    canBeOrderedAgain: true,
    mayBeClosed: false,
    verdict: null,
    settledBy: null,
    words: [],
    guestPays: null,
    note: null,
    staff: null,
    otherAccount: null,
  }
}

export function inState(order: OrderView, state: OrderState, ugly: boolean): OrderView {
  const orderId = numbered[state] ? (order.orderId ?? crypto.randomUUID()) : null
  const why = troubles[state] ?? null
  return {
    ...order,
    state,
    orderId,
    short: orderId?.slice(0, 8) ?? null,
    suffix: (orderId ?? order.reference).slice(-4),
    ...simOf(order, state),
    timeline:
      state === 'sending'
        ? order.timeline
        : [...order.timeline, { at: new Date().toISOString(), state, detail: null }],
    trouble: why && ugly ? talkative(why) : why,
    recovery: state === 'unconfirmed' ? searching(order) : null,
    mayBeClosed: orderStates[state].heading === 'needs_person' || state === 'settled',
    canBeOrderedAgain: order.customer !== null,
    verdict: state === 'settled' ? 'not_bought' : null,
    settledBy: state === 'settled' ? 'Maria' : null,
  }
}

/** The SIM, and what may be done with it. */
function simOf(
  { kind, iccid }: OrderView,
  state: OrderState,
): Pick<OrderView, 'kind' | 'iccid' | 'takesTopUps' | 'mayBeGivenBack' | 'refundedAt'> {
  const ofTopUp = kind === 'top_up' || state === 'added'
  const known = ofTopUp || orderStates[state].bought === 'yes' || orderStates[state].bought === 'refunded'
  const mayBeGivenBack = state === 'ready' && !ofTopUp
  return {
    kind: ofTopUp ? 'top_up' : 'new_esim',
    iccid: known ? (iccid ?? '8944476500001234567') : null,
    takesTopUps: mayBeGivenBack || state === 'added',
    mayBeGivenBack,
    refundedAt: state === 'refunded' ? new Date().toISOString() : null,
  }
}

/** Two candidates, so that the staff have to choose; without a customer, the e-mail is asked for first. */
function searching({ createdAt, customer }: OrderView): RecoveryView {
  const candidates = ['8944476500001234567', '8944476500007654321'].map((iccid, at) => ({
    subscription: `subscription-${at}`,
    iccid,
    createdAt,
    simStatus: 'released' as const,
  }))
  return {
    since: createdAt,
    looked: createdAt,
    candidates: customer === null ? [] : candidates,
    nothingFound: false,
    emailNeeded: customer === null,
    boughtTwice: null,
    waitsFor: null,
  }
}

export function guest(firstName: string, lastName: string, email: string): CustomerView {
  return { email, firstName, lastName, phone: null, eidGiven: false }
}
