/** Orders on their way: each goes through its states on a timer, and ends as the address asked. */
import type {
  CustomerView,
  Draft,
  OrderGroup,
  OrdersPage,
  OrdersQuery,
  OrderState,
  OrderView,
  Plan,
  RecoveryView,
} from '../bindings'
import { outcomes } from '../failures'
import { fold } from '../plans'
import { examples, talkative } from './failures'
import type { Options } from './options'
import { plans } from './plans'
import type { World } from './world'

const PAGE = 50
const MINUTES_APART = 4
const PACE = { at_once: 0, fast: 20, usual: 2000, stuck: 2000 }

export class Orders {
  readonly #world: World
  readonly #options: Options
  /** The order that each filled form became: the same sale is placed only once. */
  readonly #sales = new Map<string, number>()

  constructor(world: World, options: Options) {
    this.#world = world
    this.#options = options
  }

  find(key: number): OrderView | undefined {
    return this.#world.snapshot.orders.find((order) => order.key === key)
  }

  placed(idempotencyKey: string): number | undefined {
    return this.#sales.get(idempotencyKey)
  }

  /** An order for the same customer and plan that is too fresh to sell again without asking. */
  twin({ plan, email }: Draft): OrderView | undefined {
    return this.#world.snapshot.orders.find(
      (order) =>
        order.plan.id === plan.id &&
        order.customer?.email.toLowerCase() === email.trim().toLowerCase() &&
        (outcomes[order.state].open || order.state === 'ready'),
    )
  }

  place(draft: Draft): number {
    const key = this.#next()
    this.#sales.set(draft.idempotencyKey, key)
    const { guestPays, guestCurrency, note, staff } = draft.notes
    const order = {
      ...orderOf(key, draft.plan, customerOf(draft)),
      notAsSold: this.#options.notAsSold,
      guestPays: guestPays.trim() ? { amount: guestPays.replace(',', '.'), currency: guestCurrency } : null,
      note: note.trim() || null,
      staff: staff.trim() || null,
    }
    this.#world.change({ orders: [order, ...this.#world.snapshot.orders] })
    this.#goOn(key, this.#way())
    return key
  }

  /** A sale that the book did not know, for the customer who was named. */
  adopt(email: string, plan: Plan = plans(false)[0] as Plan): number {
    const key = this.#next()
    const order = orderOf(key, plan, guest('', '', email))
    this.#world.change({ orders: [order, ...this.#world.snapshot.orders] })
    this.#goOn(key, this.#way())
    return key
  }

  #next(): number {
    return Math.max(0, ...this.#world.snapshot.orders.map((order) => order.key)) + 1
  }

  /** What a person decides about an order whose answer was lost. */
  decide(key: number, state: 'ready' | 'settled', by: string | null): void {
    const orders = this.#world.snapshot.orders
    this.#world.change({
      orders: orders.map((order) =>
        order.key === key ? { ...inState(order, state, this.#options.ugly), settledBy: by } : order,
      ),
    })
  }

  page({ text, group, day, withOpen, offset }: OrdersQuery): OrdersPage {
    const wanted = fold(text).split(/\s+/).filter(Boolean)
    const found = this.#world.snapshot.orders.filter((order) => {
      if (day !== null && dayOf(order) !== day && !(withOpen && isOpen(order))) return false
      if (group !== 'all' && groups[order.state] !== group) return false
      const said = fold(searchable(order))
      return wanted.every((word) => said.includes(word))
    })
    const before = (order: OrderView) => withOpen && day !== null && dayOf(order) < day
    found.sort((one, other) => Number(before(other)) - Number(before(one)))
    const ofDay = this.#world.snapshot.orders.filter((order) => dayOf(order) === day)
    return {
      orders: found.slice(offset, offset + PAGE),
      total: found.length,
      customersReady: true,
      day: day === null || offset > 0 ? null : { sold: ofDay.length, charged: [], guestsPay: [] },
    }
  }

  #way(): OrderState[] {
    if (this.#options.pace === 'stuck') return ['accepted', 'preparing']
    const { end } = this.#options
    const neverArrived = end === 'refused' || end === 'not_sent' || end === 'unconfirmed'
    return neverArrived ? [end] : ['accepted', 'preparing', end]
  }

  #goOn(key: number, [next, ...rest]: OrderState[]): void {
    if (next === undefined) return
    setTimeout(() => {
      const orders = this.#world.snapshot.orders
      this.#world.change({
        orders: orders.map((order) => (order.key === key ? inState(order, next, this.#options.ugly) : order)),
      })
      this.#goOn(key, rest)
    }, PACE[this.#options.pace])
  }
}

const groups: Record<OrderState, OrderGroup> = {
  sending: 'in_progress',
  accepted: 'in_progress',
  preparing: 'in_progress',
  ready: 'ready',
  failed: 'needs_person',
  unconfirmed: 'needs_person',
  withheld: 'needs_person',
  refused: 'not_sold',
  not_sent: 'not_sold',
  settled: 'all',
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
  const states = Object.keys(outcomes) as OrderState[]
  return Array.from({ length: count }, (_, at) => {
    const state = states[at % states.length] ?? 'ready'
    const plan = sold[at % sold.length]
    if (!plan) throw new Error('the fake sells something')
    // A settled order is an old one: what only the sealed fields knew is gone.
    const customer = state === 'settled' ? null : (guests[at % guests.length] ?? null)
    return inState(orderOf(count - at, plan, customer, at * MINUTES_APART), state, ugly)
  })
}

function orderOf(key: number, plan: Plan, customer: CustomerView | null, minutesAgo = 0): OrderView {
  const createdAt = new Date(Date.now() - minutesAgo * 60_000).toISOString()
  return {
    key,
    plan,
    customer,
    state: 'sending',
    reference: crypto.randomUUID(),
    orderId: null,
    short: null,
    suffix: '',
    iccid: null,
    createdAt,
    timeline: [{ at: createdAt, state: 'sending', detail: null }],
    trouble: null,
    notAsSold: false,
    recovery: null,
    needsPerson: false,
    settledBy: null,
    words: [],
    guestPays: null,
    note: null,
    staff: null,
    elsewhere: null,
  }
}

function inState(order: OrderView, state: OrderState, ugly: boolean): OrderView {
  const known = state !== 'sending' && state !== 'refused' && state !== 'not_sent' && state !== 'unconfirmed'
  const orderId = known ? (order.orderId ?? crypto.randomUUID()) : null
  const trouble = { refused: examples.refused, not_sent: examples.not_sent, unconfirmed: examples.unanswered }
  const why = state in trouble ? trouble[state as keyof typeof trouble] : null
  return {
    ...order,
    state,
    orderId,
    short: orderId?.slice(0, 8) ?? null,
    suffix: (orderId ?? order.reference).slice(-4),
    iccid: state === 'ready' ? '8944476500001234567' : null,
    timeline:
      state === 'sending'
        ? order.timeline
        : [...order.timeline, { at: new Date().toISOString(), state, detail: null }],
    trouble: why && ugly ? talkative(why) : why,
    recovery: state === 'unconfirmed' ? searching(order) : null,
    settledBy: state === 'settled' ? 'Maria' : null,
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
  }
}

function searchable({ plan, customer, iccid, orderId, reference }: OrderView): string {
  const { email, firstName, lastName } = customer ?? { email: '', firstName: '', lastName: '' }
  return [plan.name, email, firstName, lastName, iccid, orderId, reference].join(' ')
}

/** What Rust calls open: the program has something to find out or to fetch. */
function isOpen({ state }: OrderView): boolean {
  return outcomes[state].open || state === 'withheld'
}

function dayOf(order: OrderView): string {
  return new Date(order.createdAt).toLocaleDateString('sv')
}

function customerOf({ email, firstName, lastName, phone, eid }: Draft): CustomerView {
  return {
    email: email.trim(),
    firstName: firstName.trim(),
    lastName: lastName.trim(),
    phone,
    eidGiven: eid !== '',
  }
}

function guest(firstName: string, lastName: string, email: string): CustomerView {
  return { email, firstName, lastName, phone: null, eidGiven: false }
}
