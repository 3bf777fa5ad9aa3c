/** What the days came to: which days somebody looks at, what the book says of them, and the comparing with the provider. */
import type { Answer, Backend } from '../backend/backend'
import type {
  ComparisonView,
  DaysQuery,
  DaysView,
  Failure,
  ReadSoFar,
  Saved,
  SumsBy,
} from '../backend/bindings'
import { today } from '../lib/day'
import { type Period, type Span, spanOf } from '../lib/days'

/** A year of orders is read in a moment, but not at every step of every order. */
const PAUSE = 2000

export class Takings {
  period = $state<Period>('this_month')
  by = $state<SumsBy>('day')
  /** The days that were chosen, where none of the periods is meant. */
  own = $state.raw<Span>({ from: today(), to: today() })
  view = $state.raw<DaysView | null>(null)
  /** What that is of, which may already be asked for otherwise, or be other days by now: it is what is saved and compared. */
  #shown = $state.raw<DaysQuery | null>(null)
  failure = $state.raw<Failure | null>(null)
  comparison = $state.raw<ComparisonView | null>(null)
  comparing = $state(false)
  stopped = $state(false)
  soFar = $state.raw<ReadSoFar | null>(null)
  compareFailure = $state.raw<Failure | null>(null)
  #asked = 0
  #compared = 0
  #later: ReturnType<typeof setTimeout> | undefined

  constructor(readonly backend: Backend) {}

  /** What the lines on screen are about. */
  get shown(): SumsBy {
    return this.#shown?.by ?? 'day'
  }

  get query(): DaysQuery {
    const span = this.period === 'own' ? this.own : spanOf(this.period, new Date())
    return { ...span, by: this.by }
  }

  /** Other days, or other lines. What was compared were the days before. */
  choose(change: { period?: Period; by?: SumsBy; own?: Span }): void {
    if (change.by) this.by = change.by
    if (change.period === 'own' && this.period !== 'own') {
      const { from, to } = this.query
      this.own = { from, to }
    }
    if (change.period) this.period = change.period
    if (change.own) this.own = change.own
    if (change.period ?? change.own) this.#forgetComparison()
    void this.read()
  }

  async read(): Promise<void> {
    clearTimeout(this.#later)
    this.#later = undefined
    const mine = ++this.#asked
    const { query } = this
    const answer = await this.backend.days(query)
    // A slower answer to an older question must not overwrite a newer one.
    if (mine !== this.#asked) return
    if (answer.status === 'ok') {
      this.view = answer.data
      this.#shown = query
    }
    this.failure = answer.status === 'ok' ? null : answer.error
  }

  /** Another day has begun: the same period may be other days, which what was compared is not of. */
  async turn(): Promise<void> {
    const { from, to } = this.query
    if (from === this.#shown?.from && to === this.#shown.to) return
    this.#forgetComparison()
    await this.read()
  }

  /** Once more, because an order has changed. */
  readSoon(): void {
    this.#later ??= setTimeout(() => void this.read(), PAUSE)
  }

  async save(words: Record<string, string>): Promise<Answer<Saved>> {
    return this.backend.saveSumsTable({ query: this.#shown ?? this.query, words })
  }

  async compare(): Promise<void> {
    this.#forgetComparison()
    this.comparing = true
    const mine = this.#compared
    const answer = await this.backend.compareDays(this.#shown ?? this.query, (soFar) => {
      if (mine === this.#compared) this.soFar = soFar
    })
    if (mine !== this.#compared) return
    this.comparing = false
    this.soFar = null
    if (answer.status === 'error') this.compareFailure = answer.error
    else if (answer.data) this.comparison = answer.data
    else this.stopped = true
  }

  async stop(): Promise<void> {
    await this.backend.stopComparing()
  }

  /** Nobody looks any more. */
  leave(): void {
    clearTimeout(this.#later)
    this.#asked++
    if (this.comparing) void this.stop()
  }

  #forgetComparison(): void {
    if (this.comparing) void this.stop()
    this.#compared++
    this.comparing = false
    this.stopped = false
    this.soFar = null
    this.comparison = null
    this.compareFailure = null
  }
}
