/** The fake's days: its own orders, added up as Rust does where that is simple, and a provider that differs a little. */
import { outcomeOf } from '../../lib/order-states'
import type { Answer } from '../backend'
import type {
  ComparisonView,
  DayBar,
  DaysQuery,
  DaysView,
  Money,
  OrderView,
  ReadSoFar,
  Saved,
  SumsRow,
  SumsTable,
  SumsView,
} from '../bindings'
import type { Options } from './options'
import { FakeSold } from './sold'
import { unmatchedSales } from './unmatched-sales'

const DAY = 86_400_000

/** Sold, not known, or nothing of it. */
type Kind = 'sold' | 'refunded' | 'unknown' | null

function kindOf(order: OrderView): Kind {
  const { bought, heading } = outcomeOf(order)
  if (bought === 'nothing') return null
  if (bought === 'refunded') return 'refunded'
  return bought === 'yes' && heading !== 'needs_person' ? 'sold' : 'unknown'
}

function dayOf(at: number): string {
  return new Date(at).toLocaleDateString('sv')
}

function none(): SumsView {
  return {
    sold: 0,
    topUps: 0,
    refunded: 0,
    unknown: 0,
    charged: [],
    chargedBack: [],
    perhapsCharged: [],
    paid: [],
    paidBack: [],
    perhapsPaid: [],
    unpriced: 0,
  }
}

/** In hundredths, so that no float is among it. */
function plus(sums: Money[], { amount, currency }: Money): Money[] {
  const cents = (text: string) => Math.round(Number(text) * 100)
  const known = sums.find((sum) => sum.currency === currency)
  const sum = (cents(known?.amount ?? '0') + cents(amount)) / 100
  return [...sums.filter((one) => one !== known), { amount: sum.toFixed(2), currency }]
}

function add(sums: SumsView, kind: 'sold' | 'refunded' | 'unknown', order: OrderView): SumsView {
  const [charged, paid] = (
    {
      sold: ['charged', 'paid'],
      refunded: ['chargedBack', 'paidBack'],
      unknown: ['perhapsCharged', 'perhapsPaid'],
    } as const
  )[kind]
  const { price } = order.plan
  return {
    ...sums,
    [kind]: sums[kind] + 1,
    topUps: sums.topUps + (kind === 'sold' && order.kind === 'top_up' ? 1 : 0),
    [charged]: price ? plus(sums[charged], price) : sums[charged],
    [paid]: order.guestPays ? plus(sums[paid], order.guestPays) : sums[paid],
    unpriced: sums.unpriced + (price ? 0 : 1),
  }
}

function count(sums: SumsView, order: OrderView): SumsView {
  const kind = kindOf(order)
  if (kind === null) return sums
  return kind === 'refunded' ? add(add(sums, 'sold', order), kind, order) : add(sums, kind, order)
}

function daysOf(orders: OrderView[], { from, to, by }: DaysQuery): DaysView {
  const day = (order: OrderView) => dayOf(Date.parse(order.createdAt))
  const within = orders.filter((order) => from <= day(order) && day(order) <= to)
  const names = {
    day,
    month: (order: OrderView) => day(order).slice(0, 7),
    staff: (order: OrderView) => order.staff,
    plan: (order: OrderView) => order.plan.id,
  }
  const rows = new Map<string | null, SumsView>()
  const plans = new Map(within.map(({ plan }) => [plan.id, plan]))
  for (const order of within) {
    const name = names[by](order)
    if (kindOf(order) !== null) rows.set(name, count(rows.get(name) ?? none(), order))
  }
  const sorted: SumsRow[] = [...rows].map(([name, sums]) => {
    const plan = by === 'plan' ? (plans.get(name ?? '') ?? null) : null
    return { name: plan?.name ?? name, plan, sums }
  })
  sorted.sort((one, other) => (other.name ?? '').localeCompare(one.name ?? ''))
  const picture: DayBar[] = Array.from({ length: 30 }, (_, at) => {
    const date = dayOf(Date.now() - (29 - at) * DAY)
    return { day: date, sums: orders.filter((order) => day(order) === date).reduce(count, none()) }
  })
  return {
    from,
    to,
    total: within.reduce(count, none()),
    rows: sorted,
    picture,
    unknown: within.filter((order) => kindOf(order) === 'unknown').slice(0, 50),
    ofOtherAccounts: 0,
  }
}

function compared(orders: OrderView[], ugly: boolean): ComparisonView {
  const sold = orders.filter((order) => kindOf(order) === 'sold')
  const unknown = orders.filter((order) => kindOf(order) === 'unknown')
  const sales = unmatchedSales(ugly).filter((sale) => sale.createdAt !== null)
  return {
    provider: sold.length + sales.length,
    book: sold.length,
    same: sold.length,
    differences: [
      { kind: 'only_provider', count: sales.length, orders: [], sales },
      ...(unknown.length > 0
        ? [{ kind: 'unknown_missing' as const, count: unknown.length, orders: unknown, sales: [] }]
        : []),
    ],
    unseen: { unreadable: 0, undated: 1, fresh: 0, readFrom: null, earlier: 0 },
    readAt: new Date().toISOString(),
  }
}

export abstract class FakeDays extends FakeSold {
  readonly #ugly: boolean

  constructor(options: Options) {
    super(options)
    this.#ugly = options.ugly
  }

  async days(query: DaysQuery): Promise<Answer<DaysView>> {
    return this.answer('days', () => daysOf(this.world.snapshot.orders, query))
  }

  async saveSumsTable({ query }: SumsTable): Promise<Answer<Saved>> {
    return this.answer('saveSumsTable', () => ({
      kind: 'saved',
      path: `/home/desk/eSIM-${query.from}-${query.to}.csv`,
    }))
  }

  async compareDays(_: DaysQuery, heard: (soFar: ReadSoFar) => void): Promise<Answer<ComparisonView | null>> {
    heard({ seen: 40, of: 120 })
    return this.answer('compareDays', () => compared(this.world.snapshot.orders, this.#ugly))
  }

  async stopComparing(): Promise<Answer<null>> {
    return this.answer('stopComparing', () => null)
  }
}
