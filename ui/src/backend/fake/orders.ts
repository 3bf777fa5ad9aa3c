/** Orders on their way: each goes through its states on a timer, and ends as the address asked. */
import { orderStates, outcomeOf } from '../../lib/order-states'
import { fold } from '../../lib/plans'
import type {
  AsOrdered,
  CustomerView,
  Draft,
  FieldProblem,
  Money,
  OrdersPage,
  OrdersQuery,
  OrderState,
  OrderView,
  Plan,
  SaleNotes,
  TopUpDraft,
  Verdict,
} from '../bindings'
import type { Options } from './options'
import { topUpProblems } from './draft'
import { guest, inState, orderOf } from './order-views'
import { plans } from './plans'
import type { World } from './world'

const PAGE = 50
const noMoney = {
  ...{ charged: [], guestsPay: [], refunded: 0, credited: [], guestsGetBack: [] },
  ...{ unknown: 0, perhapsCharged: [], guestsPerhapsPay: [], unpriced: 0 },
}
const PACE = { at_once: 0, fast: 20, usual: 2000, stuck: 2000 }

function priceIn({ guestPays, guestCurrency }: SaleNotes): Money | null {
  return guestPays.trim() ? { amount: guestPays.replace(',', '.'), currency: guestCurrency } : null
}

export class Orders {
  readonly #world: World
  readonly #options: Options
  /** What was typed for each order, beside what its view has. */
  readonly #asOrdered = new Map<number, AsOrdered>()
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
        (orderStates[order.state].open || order.state === 'ready'),
    )
  }

  /** An order that was there from the beginning was to start now. */
  asOrdered(key: number): AsOrdered {
    const nothing = { residence: '', eid: '', phoneModel: '', imei: '' }
    return this.#asOrdered.get(key) ?? { ...nothing, start: { kind: 'now' } }
  }

  place(draft: Draft): number {
    const key = this.#next()
    const { start, residence, eid, phoneModel, imei } = draft
    this.#asOrdered.set(key, { start, residence, eid, phoneModel, imei })
    this.#sales.set(draft.idempotencyKey, key)
    const { note, staff } = draft.notes
    const order = {
      ...orderOf(key, draft.plan, customerOf(draft)),
      notAsSold: this.#options.notAsSold,
      guestPays: priceIn(draft.notes),
      note: note.trim() || null,
      staff: staff.trim() || null,
    }
    this.#world.change({ orders: [order, ...this.#world.snapshot.orders] })
    this.#goOn(key, this.#way())
    return key
  }

  topUpProblems(draft: TopUpDraft): FieldProblem[] {
    return topUpProblems(draft, this.#world.snapshot)
  }

  topUp(draft: TopUpDraft): number {
    const { idempotencyKey, iccid, plan, phoneModel, imei, start, notes } = draft
    const key = this.#next()
    this.#asOrdered.set(key, { start, residence: '', eid: '', phoneModel, imei })
    this.#sales.set(idempotencyKey, key)
    const owner = this.#world.snapshot.orders.find((order) => order.iccid === iccid)
    const order: OrderView = {
      ...orderOf(key, plan, owner?.customer ?? null),
      kind: 'top_up',
      iccid,
      guestPays: priceIn(notes),
      note: notes.note.trim() || null,
      staff: notes.staff.trim() || null,
    }
    this.#world.change({ orders: [order, ...this.#world.snapshot.orders] })
    this.#goOn(
      key,
      this.#way().map((state) => (state === 'ready' ? 'added' : state)),
    )
    return key
  }

  /** The eSIM is given back, after a moment. */
  giveBack(key: number): null {
    this.#turn(key, 'cancelling')
    this.#goOn(key, ['refunded'])
    return null
  }

  keep(key: number): null {
    this.#turn(key, 'ready')
    return null
  }

  #turn(key: number, state: OrderState): void {
    this.#world.change({
      orders: this.#world.snapshot.orders.map((order) =>
        order.key === key ? inState(order, state, this.#options.ugly) : order,
      ),
    })
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
  decide(key: number, state: 'ready' | 'settled', by: string | null, verdict: Verdict | null = null): void {
    const orders = this.#world.snapshot.orders
    this.#world.change({
      orders: orders.map((order) =>
        order.key === key ? { ...inState(order, state, this.#options.ugly), settledBy: by, verdict } : order,
      ),
    })
  }

  page({ text, heading, day, withOpen, offset }: OrdersQuery): OrdersPage {
    const wanted = fold(text).split(/\s+/).filter(Boolean)
    const found = this.#world.snapshot.orders.filter((order) => {
      if (day !== null && dayOf(order) !== day && !(withOpen && orderStates[order.state].open)) return false
      if (heading !== 'all' && outcomeOf(order).heading !== heading) return false
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
      day: day === null || offset > 0 ? null : { ...noMoney, sold: ofDay.length },
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
      this.#turn(key, next)
      this.#goOn(key, rest)
    }, PACE[this.#options.pace])
  }
}

function searchable({ plan, customer, iccid, orderId, reference }: OrderView): string {
  const { email, firstName, lastName } = customer ?? { email: '', firstName: '', lastName: '' }
  return [plan.name, email, firstName, lastName, iccid, orderId, reference].join(' ')
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
