/** The list of orders: what the staff look for, and what the book has of it. */
import type { Answer, Backend } from '../backend/backend'
import type {
  DaySums,
  Failure,
  OrderHeading,
  OrderKey,
  OrdersPage,
  OrderView,
  Saved,
} from '../backend/bindings'
import { today } from '../lib/day'

export type Period = 'today' | 'day' | 'all'

export class Orders {
  text = $state('')
  heading = $state<OrderHeading>('all')
  period = $state<Period>('today')
  /** The day that was chosen, year-month-day. */
  chosenDay = $state(today())
  sums = $state.raw<DaySums | null>(null)
  list = $state.raw<OrderView[]>([])
  total = $state(0)
  customersReady = $state(true)
  reading = $state(false)
  failure = $state.raw<Failure | null>(null)
  /** The days that the list on screen is of: what is saved, and what its next page belongs to. */
  #shown: { period: string | null; day: string | null } | null = null
  #asked = 0
  /** The orders of the snapshot that the list was read beside. */
  #beside: OrderView[] | null = null

  constructor(readonly backend: Backend) {}

  found(key: OrderKey): OrderView | undefined {
    return this.list.find((order) => order.key === key)
  }

  /** The list is looked at again. One from before the last news would move under a press that is on its way. */
  begin(beside: OrderView[]): void {
    if (beside !== this.#beside) this.list = []
  }

  /** The list from its beginning, with the orders of the snapshot that asks for it. */
  async read(beside = this.#beside): Promise<void> {
    this.#beside = beside
    await this.#ask(0)
  }

  /** The next fifty behind those that are shown. */
  async more(): Promise<void> {
    await this.#ask(this.list.length)
  }

  async saveTable(withCustomers: boolean, words: Record<string, string>): Promise<Answer<Saved>> {
    const day = this.#shown ? this.#shown.period : this.#period()
    return this.backend.saveDayTable({ day, withCustomers, words })
  }

  forget(): void {
    this.text = ''
    this.heading = 'all'
    this.period = 'today'
    this.chosenDay = today()
    this.sums = null
    this.list = []
    this.total = 0
    this.failure = null
    this.#shown = null
    this.#asked++
  }

  async #ask(offset: number): Promise<void> {
    const mine = ++this.#asked
    this.reading = true
    const shown = (offset > 0 && this.#shown) || { period: this.#period(), day: this.#day() }
    const { day } = shown
    const answer = await this.backend.orders({
      text: this.text,
      heading: this.heading,
      day,
      // What yesterday left open is today's work.
      withOpen: this.period === 'today' && day !== null,
      offset,
    })
    // A slower answer to an older question must not overwrite a newer one.
    if (mine !== this.#asked) return
    this.reading = false
    if (answer.status === 'ok') this.#shown = shown
    this.#take(answer, offset)
  }

  #take(answer: Answer<OrdersPage>, offset: number): void {
    if (answer.status === 'error') {
      this.failure = answer.error
      return
    }
    this.failure = null
    this.list = offset === 0 ? answer.data.orders : [...this.list, ...answer.data.orders]
    this.total = answer.data.total
    this.customersReady = answer.data.customersReady
    if (offset === 0) this.sums = answer.data.day
  }

  /** A search goes through all days: whoever asks for an order seldom knows its day. */
  #day(): string | null {
    return this.text.trim() === '' ? this.#period() : null
  }

  #period(): string | null {
    if (this.period === 'all') return null
    return this.period === 'today' ? today() : this.chosenDay
  }
}
