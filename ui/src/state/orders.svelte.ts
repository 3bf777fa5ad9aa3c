/** The list of orders: what the staff look for, and what the book has of it. */
import type { Answer, Backend } from '../lib/backend'
import type { Failure, OrderGroup, OrderKey, OrdersPage, OrderView, Saved } from '../lib/bindings'

export type Period = 'today' | 'all'

export class Orders {
  text = $state('')
  group = $state<OrderGroup>('all')
  period = $state<Period>('today')
  list = $state.raw<OrderView[]>([])
  total = $state(0)
  customersReady = $state(true)
  reading = $state(false)
  failure = $state.raw<Failure | null>(null)
  #asked = 0

  constructor(readonly backend: Backend) {}

  found(key: OrderKey): OrderView | undefined {
    return this.list.find((order) => order.key === key)
  }

  /** The list from its beginning. */
  async read(): Promise<void> {
    await this.#ask(0)
  }

  /** The next fifty behind those that are shown. */
  async more(): Promise<void> {
    await this.#ask(this.list.length)
  }

  async saveTable(
    withCustomers: boolean,
    decimalComma: boolean,
    words: Record<string, string>,
  ): Promise<Answer<Saved>> {
    return this.backend.saveDayTable({ day: this.#day(), withCustomers, decimalComma, words })
  }

  forget(): void {
    this.text = ''
    this.group = 'all'
    this.period = 'today'
    this.list = []
    this.total = 0
    this.failure = null
    this.#asked++
  }

  async #ask(offset: number): Promise<void> {
    const mine = ++this.#asked
    this.reading = true
    const answer = await this.backend.orders({ text: this.text, group: this.group, day: this.#day(), offset })
    // A slower answer to an older question must not overwrite a newer one.
    if (mine !== this.#asked) return
    this.reading = false
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
  }

  /** A search goes through all days: whoever asks for an order seldom knows its day. */
  #day(): string | null {
    if (this.period === 'all' || this.text.trim() !== '') return null
    return new Date().toLocaleDateString('sv') // Sweden writes year-month-day
  }
}
