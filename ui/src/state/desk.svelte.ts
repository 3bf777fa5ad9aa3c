/**
 * The window's picture of the world: the last whole snapshot from Rust, which screen is up, and what to tell
 * the staff about orders they are not looking at. Decides nothing about orders: Rust owns them.
 */
import type { Answer, Backend } from '../lib/backend'
import type { Failure, OrderKey, OrderState, OrderView, SettingsChange, Snapshot } from '../lib/bindings'
import { outcomes } from '../lib/failures'
import { chosen } from '../lib/guest/chosen.svelte'
import { type Language, languageFor } from '../lib/i18n'
import { planTitle } from '../lib/plans'
import { showTheme } from '../lib/theme'
import { words } from '../lib/words.svelte'
import { Catalogue } from './catalogue.svelte'
import { Orders } from './orders.svelte'
import { Sale } from './sale.svelte'

export type Screen =
  | { name: 'sell' }
  | { name: 'orders' }
  | { name: 'settings' }
  | { name: 'order'; order: OrderKey }
  | { name: 'hand_over'; order: OrderKey }

/** What the staff are told in passing: an order that came to an end while they were elsewhere. */
export type Telling = { order: OrderKey; state: OrderState }

export class Desk {
  snapshot = $state.raw<Snapshot>() as Snapshot
  screen = $state.raw<Screen>({ name: 'sell' })
  tellings = $state.raw<Telling[]>([])
  closeAsked = $state.raw<number | null>(null)
  failure = $state.raw<Failure | null>(null)
  /** The staff know that the order book was rebuilt. */
  repairSeen = $state(false)
  #listed = $state.raw<OrderView>()
  readonly catalogue: Catalogue
  readonly sale: Sale
  readonly orders: Orders
  readonly openOrders = $derived(this.snapshot.orders.filter((order) => outcomes[order.state].open))

  constructor(
    readonly backend: Backend,
    first: Snapshot,
  ) {
    this.snapshot = first
    this.catalogue = new Catalogue(backend)
    this.sale = new Sale(backend)
    this.sale.staff = first.settings.staff
    this.orders = new Orders(backend)
    chosen.tell = (order, choice) => void backend.chooseForGuest(order, choice)
    showTheme(first.settings.appearance)
  }

  async listen(): Promise<void> {
    await this.backend.onSnapshot((snapshot) => void this.hear(snapshot))
    await this.backend.onCloseAsked((openOrders) => {
      this.closeAsked = openOrders
    })
    // Whatever changed before we listened is in this one.
    const now = await this.backend.snapshot()
    if (now.status === 'ok') await this.hear(now.data)
  }

  async hear(snapshot: Snapshot): Promise<void> {
    const before = this.snapshot
    const language = languageOf(snapshot)
    if (language !== words.language) await words.use(language, snapshot.systemLanguage)
    this.snapshot = snapshot
    if (accountName(before) !== accountName(snapshot)) this.#startAfresh()
    this.#noticeEnds(before, snapshot)
    showTheme(snapshot.settings.appearance)
  }

  /** Orders of this run are in the snapshot; an older one is the one that was opened from the list. */
  order(key: OrderKey): OrderView | undefined {
    return this.snapshot.orders.find((order) => order.key === key) ?? this.#opened(key)
  }

  go(screen: Screen): void {
    if (this.screen.name === 'hand_over') void this.backend.handOverDone()
    this.screen = screen
    if ('order' in screen) this.dismiss(screen.order)
  }

  newSale(): void {
    this.sale.clear()
    this.catalogue.startAgain()
    this.go({ name: 'sell' })
  }

  /** Where an order can best be looked at just now. */
  openOrder(key: OrderKey): void {
    this.#listed = this.orders.found(key) ?? this.#listed
    this.go({ name: 'order', order: key })
  }

  dismiss(order: OrderKey): void {
    this.tellings = this.tellings.filter((telling) => telling.order !== order)
  }

  async startDemo(): Promise<Failure | null> {
    return this.#said(await this.backend.startDemo())
  }

  async leaveDemo(): Promise<void> {
    this.failure = this.#said(await this.backend.leaveDemo())
  }

  async change(change: SettingsChange): Promise<Failure | null> {
    return this.#said(await this.backend.changeSettings(change))
  }

  /** For the pictures of language before any account: the same setting as in Settings. */
  async speak(language: Language): Promise<void> {
    this.failure = await this.change({ kind: 'language', value: language })
  }

  #opened(key: OrderKey): OrderView | undefined {
    return this.#listed?.key === key ? this.#listed : undefined
  }

  #said<T>(answer: Answer<T>): Failure | null {
    return answer.status === 'error' ? answer.error : null
  }

  #startAfresh(): void {
    this.sale.clear()
    this.sale.staff = this.snapshot.settings.staff
    this.catalogue.forget()
    this.orders.forget()
    this.tellings = []
    this.screen = { name: 'sell' }
  }

  #noticeEnds(before: Snapshot, now: Snapshot): void {
    for (const order of now.orders) {
      if (order.state === 'ready') this.sale.forget(order.key)
      const was = before.orders.find(({ key }) => key === order.key)
      if (!was) continue
      const ended = was.state !== order.state && !isRunning(order.state) && isRunning(was.state)
      if (!ended && (waitsForPerson(was) || !waitsForPerson(order))) continue
      this.#notifyOutside(order)
      const watched = this.screen.name === 'order' && this.screen.order === order.key
      // The staff look at this very order and the customer waits: the code comes by itself.
      if (watched && order.state === 'ready') this.screen = { name: 'hand_over', order: order.key }
      if (watched) continue
      this.dismiss(order.key)
      this.tellings = [...this.tellings, { order: order.key, state: order.state }]
    }
  }

  /** Rust knows whether anybody has the window before them. */
  #notifyOutside(order: OrderView): void {
    const t = words.t.order
    const title = outcomes[order.state].severity === 'good' ? t.outsideReady : t.outsideNeeds
    const plan = planTitle(this.catalogue.wordsOf(order.plan), order.plan)
    void this.backend.notifyOutside(title, t.outsideBody(plan, words.format.minute(order.createdAt)))
  }
}

function isRunning(state: OrderState): boolean {
  return state === 'sending' || state === 'accepted' || state === 'preparing' || state === 'unconfirmed'
}

/** Still open, and yet nothing more happens without a person. */
function waitsForPerson({ needsPerson, recovery }: OrderView): boolean {
  if (needsPerson) return true
  if (recovery === null) return false
  const { candidates, nothingFound, emailNeeded, boughtTwice } = recovery
  return candidates.length > 0 || nothingFound || emailNeeded || boughtTwice !== null
}

export function languageOf({ settings, systemLanguage }: Snapshot): Language {
  return languageFor(settings.language, systemLanguage)
}

function accountName({ mode, account }: Snapshot): string {
  return 'account' in account ? `${mode} ${account.account.service} ${account.account.name}` : mode
}
