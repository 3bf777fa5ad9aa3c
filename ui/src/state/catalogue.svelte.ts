/** The catalogue as it was last read, and what the staff look for in it. */
import type { Backend } from '../backend/backend'
import type { Failure, Plan } from '../backend/bindings'
import type { Filter, PlanOrder } from '../lib/find-plans'
import { planWords, type PlanWords } from '../lib/plans'
import { words } from './words.svelte'

type Find = typeof import('../lib/find-plans')

/** What Rust says of a sale of just now. */
const A_SALE = 1000

export class Catalogue {
  state = $state<'unread' | 'reading' | 'read'>('unread')
  plans = $state.raw<Plan[]>([])
  unreadable = $state(0)
  failure = $state.raw<Failure | null>(null)
  query = $state('')
  chosen = $state.raw<Filter[]>([])
  order = $state<PlanOrder>('usual')
  /** How much of each plan this desk has sold, the newest sales most. */
  #sold: ReadonlyMap<string, number> = new Map()

  /** There once plans were read: until then nothing is looked for. */
  #find = $state.raw<Find>()

  readonly #words = $derived(new Map(this.plans.map((plan) => [plan, this.#describe(plan)])))
  readonly #texts = $derived(new Map(this.plans.map((plan) => [plan, this.#text(plan)])))
  readonly #footprints = $derived(this.#find?.footprintNames(this.plans, words.places))
  readonly filters = $derived(this.#find?.suggestFilters(this.plans, (plan) => this.#placeOf(plan)) ?? [])
  readonly #found = $derived(this.matching(this.query, this.chosen))
  readonly shown = $derived(this.#find?.sorted(this.#found, this.order) ?? [])

  constructor(readonly backend: Backend) {}

  /** The plans that fit, the best first. */
  matching(query: string, filters: Filter[] = []): Plan[] {
    const text = (plan: Plan) => this.#texts.get(plan) ?? this.#text(plan)
    const placeOf = (plan: Plan) => this.#placeOf(plan)
    return this.#find?.search(this.plans, query, filters, text, placeOf) ?? []
  }

  /** By the plan itself, not its id: a plan that changed keeps its id, and must not be shown at its old price. */
  wordsOf(plan: Plan): PlanWords {
    return this.#words.get(plan) ?? this.#describe(plan)
  }

  async read(): Promise<void> {
    if (this.state === 'reading') return
    this.state = 'reading'
    this.failure = null
    const [answer, find] = await Promise.all([this.backend.catalogue(), import('../lib/find-plans')])
    this.#find = find
    if (answer.status === 'ok') {
      this.#sold = new Map(answer.data.sold.map(({ plan, weight }) => [plan, weight]))
      this.plans = find.soldFirst(answer.data.plans, this.#sold)
      this.unreadable = answer.data.unreadable
    } else {
      this.failure = answer.error
    }
    this.state = answer.status === 'ok' ? 'read' : 'unread'
  }

  toggle(filter: Filter): void {
    const rest = this.chosen.filter((other) => !this.#isSame(other, filter))
    this.chosen =
      rest.length < this.chosen.length
        ? rest
        : [...rest.filter((other) => !this.#find?.excludes(filter, other)), filter]
  }

  has(filter: Filter): boolean {
    return this.chosen.some((other) => this.#isSame(other, filter))
  }

  /** The service says that a plan is now another one. */
  replace(now: Plan): void {
    this.plans = this.plans.map((plan) => (plan.id === now.id ? { ...now, favourite: plan.favourite } : plan))
  }

  showAll(): void {
    this.query = ''
    this.chosen = []
  }

  /** A row does not jump away under the hand: favourites and what is sold move up with the next sale. */
  startAgain(): void {
    this.showAll()
    this.plans = this.#find?.soldFirst(this.plans, this.#sold) ?? []
  }

  /** One of that plan was sold just now. */
  noteSale({ id }: Plan): void {
    this.#sold = new Map(this.#sold).set(id, (this.#sold.get(id) ?? 0) + A_SALE)
  }

  forget(): void {
    this.showAll()
    this.order = 'usual'
    this.#sold = new Map()
    this.plans = []
    this.state = 'unread'
    this.failure = null
  }

  async setFavourite(plan: Plan, on: boolean): Promise<void> {
    this.#mark(plan.id, on)
    const answer = await this.backend.setFavourite(plan.id, on)
    if (answer.status === 'error') {
      this.#mark(plan.id, !on)
      this.failure = answer.error
    }
  }

  #isSame(one: Filter, other: Filter): boolean {
    return this.#find?.filterKey(one) === this.#find?.filterKey(other)
  }

  #mark(id: string, favourite: boolean): void {
    this.plans = this.plans.map((plan) => (plan.id === id ? { ...plan, favourite } : plan))
  }

  #placeOf(plan: Plan): string {
    return this.#footprints?.get(plan.footprint ?? '') ?? this.wordsOf(plan).place
  }

  #describe(plan: Plan): PlanWords {
    return planWords(plan, words.t, words.format, words.places)
  }

  /** A guest names places as travellers do, in English or by a short name, and so do staff who ask for them. */
  #text(plan: Plan): string {
    const { place, data, duration } = this.wordsOf(plan)
    const places = this.#find?.namesOfPlace(plan, ['en', words.locale]) ?? []
    return [place, plan.name, plan.footprint, ...places, data, duration].join(' ')
  }
}
