/** The catalogue as it was last read, and what the staff look for in it. */
import type { Backend } from '../backend/backend'
import type { Failure, Plan } from '../backend/bindings'
import {
  favouritesFirst,
  type Filter,
  filterKey,
  footprintNames,
  planWords,
  type PlanWords,
  search,
  suggestFilters,
} from '../lib/plans'
import { words } from './words.svelte'

export class Catalogue {
  state = $state<'unread' | 'reading' | 'read'>('unread')
  plans = $state.raw<Plan[]>([])
  unreadable = $state(0)
  failure = $state.raw<Failure | null>(null)
  query = $state('')
  chosen = $state.raw<Filter[]>([])

  readonly #words = $derived(new Map(this.plans.map((plan) => [plan, this.#describe(plan)])))
  readonly #footprints = $derived(footprintNames(this.plans, words.places))
  readonly filters = $derived(suggestFilters(this.plans, (plan) => this.#placeOf(plan)))
  readonly shown = $derived(
    search(
      this.plans,
      this.query,
      this.chosen,
      (plan) => this.#text(plan),
      (plan) => this.#placeOf(plan),
    ),
  )

  constructor(readonly backend: Backend) {}

  /** By the plan itself, not its id: a plan that changed keeps its id, and must not be shown at its old price. */
  wordsOf(plan: Plan): PlanWords {
    return this.#words.get(plan) ?? this.#describe(plan)
  }

  async read(): Promise<void> {
    if (this.state === 'reading') return
    this.state = 'reading'
    this.failure = null
    const answer = await this.backend.catalogue()
    if (answer.status === 'ok') {
      this.plans = favouritesFirst(answer.data.plans)
      this.unreadable = answer.data.unreadable
    } else {
      this.failure = answer.error
    }
    this.state = answer.status === 'ok' ? 'read' : 'unread'
  }

  toggle(filter: Filter): void {
    const rest = this.chosen.filter((other) => filterKey(other) !== filterKey(filter))
    this.chosen = rest.length < this.chosen.length ? rest : [...this.chosen, filter]
  }

  has(filter: Filter): boolean {
    return this.chosen.some((other) => filterKey(other) === filterKey(filter))
  }

  /** The service says that a plan is now another one. */
  replace(now: Plan): void {
    this.plans = this.plans.map((plan) => (plan.id === now.id ? { ...now, favourite: plan.favourite } : plan))
  }

  showAll(): void {
    this.query = ''
    this.chosen = []
  }

  /** A row does not jump away under the hand: favourites move up with the next sale. */
  startAgain(): void {
    this.showAll()
    this.plans = favouritesFirst(this.plans)
  }

  forget(): void {
    this.showAll()
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

  #mark(id: string, favourite: boolean): void {
    this.plans = this.plans.map((plan) => (plan.id === id ? { ...plan, favourite } : plan))
  }

  #placeOf(plan: Plan): string {
    return this.#footprints.get(plan.footprint ?? '') ?? this.wordsOf(plan).place
  }

  #describe(plan: Plan): PlanWords {
    return planWords(plan, words.t, words.format, words.places)
  }

  #text(plan: Plan): string {
    const { place, data, duration } = this.wordsOf(plan)
    return [plan.name, plan.footprint, place, data, duration].join(' ')
  }
}
