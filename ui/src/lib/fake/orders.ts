/** Orders on their way: each goes through its states on a timer, and ends as the address asked. */
import type { CustomerView, Draft, OrderState, OrderView, Plan } from '../bindings'
import { outcomes } from '../failures'
import { examples, talkative } from './failures'
import type { Options } from './options'
import { plans } from './plans'
import type { World } from './world'

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

  placed(sale: string): number | undefined {
    return this.#sales.get(sale)
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
    const key = Math.max(0, ...this.#world.snapshot.orders.map((order) => order.key)) + 1
    this.#sales.set(draft.sale, key)
    const order = { ...orderOf(key, draft.plan, customerOf(draft)), notAsSold: this.#options.notAsSold }
    this.#world.change({ orders: [order, ...this.#world.snapshot.orders] })
    this.#goOn(key, this.#way())
    return key
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

export function orderInEveryState(ugly: boolean): OrderView[] {
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
  return (Object.keys(outcomes) as OrderState[]).map((state, at) => {
    const plan = sold[at] ?? sold[0]
    if (!plan) throw new Error('the fake sells something')
    // A settled order is an old one: what only the sealed fields knew is gone.
    const customer = state === 'settled' ? null : (guests[at % guests.length] ?? null)
    return inState(orderOf(at + 1, plan, customer), state, ugly)
  })
}

function orderOf(key: number, plan: Plan, customer: CustomerView | null): OrderView {
  const createdAt = new Date().toISOString()
  return {
    key,
    plan,
    customer,
    state: 'sending',
    reference: crypto.randomUUID(),
    orderId: null,
    short: null,
    iccid: null,
    createdAt,
    timeline: [{ at: createdAt, state: 'sending' }],
    trouble: null,
    notAsSold: false,
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
    iccid: state === 'ready' ? '8944476500001234567' : null,
    timeline:
      state === 'sending' ? order.timeline : [...order.timeline, { at: new Date().toISOString(), state }],
    trouble: why && ugly ? talkative(why) : why,
  }
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
