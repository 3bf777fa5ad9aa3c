/**
 * The window's picture of the world: the last whole snapshot from Rust, and the parts of the page's state that hear of
 * a new one. Decides nothing about orders: Rust owns them.
 */
import type { Answer, Backend } from '../backend/backend'
import type {
  CloseAsked,
  Failure,
  GroupKey,
  NetworkChange,
  OrderKey,
  OrderView,
  SettingsChange,
  Snapshot,
  TypedForm,
  TypedKind,
} from '../backend/bindings'
import { type Language, languageFor } from '../lang/staff'
import { orderStates } from '../lib/order-states'
import { showTheme } from '../lib/theme'
import { Alerts, newsOf } from './alerts.svelte'
import { Catalogue } from './catalogue.svelte'
import type { GroupForm } from './group-form.svelte'
import { guestChoices } from './guest-choices.svelte'
import { typedForm } from './in-hand'
import { Keeper } from './keeper'
import type { KeptForms } from './kept-forms.svelte'
import { Navigation } from './navigation.svelte'
import { Orders } from './orders.svelte'
import { Sale } from './sale.svelte'
import { Sims } from './sims.svelte'
import { tidied } from './tidied'
import { words } from './words.svelte'

/** What a page leaves of what is being typed, each in its own words, and which form has it. */
type Typed = { sale: string | null; forms: string | null; form: TypedForm }

export class Desk {
  snapshot = $state.raw<Snapshot>() as Snapshot
  readonly hasBookNotes = $derived.by(() => {
    const { closedMonths, copiedFolder, otherBooks } = this.snapshot.bookNotes
    return closedMonths.length > 0 || copiedFolder !== null || otherBooks.length > 0
  })
  /** What was copied for a customer cannot be taken out of the clipboard. */
  copyStillThere = $state(false)
  closeAsked = $state.raw<CloseAsked | null>(null)
  failure = $state.raw<Failure | null>(null)
  /** The staff know that the order book was rebuilt. */
  repairSeen = $state(false)
  /** The staff know what is to be known of the order book. */
  notesSeen = $state(false)
  /** The order whose code was up when the page began anew. */
  cameBack = $state.raw<OrderKey | null>(null)
  /** The staff know what of the settings could not be read. */
  troubleSeen = $state(false)
  /** Counts how often the search of plans was asked for. */
  searchAsked = $state(0)
  #listed = $state.raw<OrderView>()
  /** The group whose guest is at the hand-over, and which of its orders that is. */
  #guestOf: { group: GroupKey; order: OrderKey } | null = null
  /** Several guests at once, where somebody began a table. */
  table = $state.raw<GroupForm | null>(null)
  readonly sims = new Sims()
  readonly catalogue: Catalogue
  readonly sale: Sale
  readonly orders: Orders
  readonly alerts: Alerts
  /** What is half typed elsewhere, where somebody began something. */
  forms = $state.raw<KeptForms | null>(null)
  readonly navigation: Navigation
  readonly openOrders = $derived(this.snapshot.orders.filter((order) => orderStates[order.state].open))

  constructor(
    readonly backend: Backend,
    first: Snapshot,
  ) {
    this.snapshot = first
    this.catalogue = new Catalogue(backend)
    this.sale = new Sale(backend)
    this.sale.staff = first.settings.staff
    this.orders = new Orders(backend)
    this.alerts = new Alerts(backend, this.catalogue)
    this.navigation = new Navigation(backend, this.alerts)
    guestChoices.onchoice = (order, choice) => void backend.chooseForGuest(order, choice)
    showTheme(first.settings.appearance)
    if (first.onScreen) this.#comeBackTo(first.onScreen.order)
  }

  async listen(): Promise<void> {
    await this.backend.onSnapshot((snapshot) => void this.hear(snapshot))
    await this.backend.onCloseAsked((asked) => {
      this.closeAsked = asked
    })
    await this.backend.onCopyStillThere((still) => {
      this.copyStillThere = still
    })
    // Whatever changed before we listened is in this one. What is heard meanwhile is as new, and may have overtaken it.
    const heard = this.#heard
    const now = await this.backend.snapshot()
    if (now.status === 'ok' && heard === this.#heard) await this.hear(now.data)
    void this.#goOn()
  }

  /** Counts what was heard. */
  #heard = 0

  async hear(snapshot: Snapshot): Promise<void> {
    const mine = ++this.#heard
    const language = languageOf(snapshot)
    if (language !== words.language) await words.use(language, snapshot.systemLanguage)
    if (mine !== this.#heard) return
    const before = this.snapshot
    this.snapshot = snapshot
    if (accountName(before) !== accountName(snapshot)) this.#startAfresh()
    this.#notice(before, snapshot)
    this.#keepOpened(before)
    showTheme(snapshot.settings.appearance)
  }

  /** Open and recent orders are in the snapshot; an older one is the one that was opened. */
  order(key: OrderKey): OrderView | undefined {
    return this.snapshot.orders.find((order) => order.key === key) ?? this.#opened(key)
  }

  /** Begins a sale from nothing. What was half typed can be brought back. */
  newSale(): void {
    this.#guestOf = null
    this.sale.setAside()
    this.#beginSale()
  }

  /** Begins one for a customer who has just bought. */
  sellAnother(order: OrderView): void {
    this.#guestOf = null
    this.sale.sellAnother(order)
    this.#beginSale()
  }

  /** Fills in the form of an order again. A top-up has a form of its own: the sale's would buy a new eSIM. */
  async fillAgain(order: OrderView): Promise<void> {
    if (order.kind === 'top_up' && order.iccid !== null) {
      this.navigation.go({ name: 'top_up', iccid: order.iccid, found: order.key, instead: true })
      return
    }
    await this.sale.restore(order)
    this.navigation.go({ name: 'sell' })
  }

  /** Back to the sale, as it was left, or to the group whose guest was at the hand-over. */
  toSell(): void {
    const { screen } = this.navigation
    const guest = this.#guestOf
    this.#guestOf = null
    const isUp = guest !== null && screen.name === 'hand_over' && screen.order === guest.order
    this.navigation.go(isUp ? { name: 'group', group: guest.group } : { name: 'sell' })
  }

  /** Shows the code of one guest of a group; its end leads back to the group. */
  async handOverOf(group: GroupKey, order: OrderKey): Promise<Failure | null> {
    const failure = await this.#fetch(order)
    if (failure) return failure
    this.#guestOf = { group, order }
    this.navigation.go({ name: 'hand_over', order })
    return null
  }

  /** The same for the page of its order. */
  async openOrderOf(order: OrderKey): Promise<Failure | null> {
    const failure = await this.#fetch(order)
    if (failure === null) this.openOrder(order)
    return failure
  }

  /** Leads to the search of plans. */
  searchPlans(): void {
    this.#guestOf = null
    this.toSell()
    this.searchAsked++
  }

  /** An order of an earlier run is in no snapshot: its screens need it before they are up. */
  async #fetch(key: OrderKey): Promise<Failure | null> {
    if (this.order(key) !== undefined) return null
    const answer = await this.backend.order(key)
    if (answer.status === 'ok') this.#listed = answer.data
    return this.#said(answer)
  }

  #beginSale(): void {
    this.catalogue.startAgain()
    this.toSell()
  }

  /** Where an order can best be looked at just now. */
  openOrder(key: OrderKey): void {
    this.#listed = this.orders.found(key) ?? this.#listed
    this.navigation.go({ name: 'order', order: key })
    const known = this.order(key)
    // Rust looks once more at what failed whenever somebody opens it.
    if (known === undefined || known.state === 'failed') void this.#ask(key)
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

  async changeNetwork(change: NetworkChange): Promise<Failure | null> {
    return this.#said(await this.backend.changeNetwork(change))
  }

  /** What was typed without what a paste brings along: the field shows what is sent. */
  tidied(kind: TypedKind, text: string): Promise<string> {
    return tidied(this.backend, kind, text)
  }

  /** For the pictures of language before any account: the same setting as in Settings. */
  async speak(language: Language): Promise<void> {
    this.failure = await this.change({ kind: 'language', value: language })
  }

  /** A code is up, and this page has not shown it: the one before did. */
  #comeBackTo(order: OrderKey): void {
    if (this.order(order)) {
      this.navigation.screen = { name: 'hand_over', order }
      this.cameBack = order
    } else {
      // Nobody could say whose it is.
      void this.backend.handOverDone()
    }
  }

  /** Goes on with what the page before this one was in the middle of, and keeps what is typed for the next. */
  async #goOn(): Promise<void> {
    const left = await this.backend.leftByPage()
    if (left.status === 'ok') {
      const { typed, placed, table, begun } = left.data
      const { screen } = this.navigation
      if (table !== null || begun !== null) await this.#goOnWithTable(table, begun)
      // A code that came back stays before what was typed beside it.
      if (placed !== null && screen.name === 'sell' && this.order(placed)) this.openOrder(placed)
      else if (typed !== null) await this.#goOnTyping(JSON.parse(typed) as Typed)
    }
    const typed = new Keeper((text) =>
      this.backend.keepTyped(text === null ? null : { text, form: (JSON.parse(text) as Typed).form }),
    )
    const table = new Keeper((now) => this.backend.keepTable(now))
    $effect.root(() => {
      $effect(() => {
        const [sale, forms] = [this.sale.left(), this.forms?.left() ?? null]
        const form = typedForm(sale, this.forms)
        typed.keep(form === null ? null : JSON.stringify({ sale, forms, form } satisfies Typed))
      })
      $effect(() => table.keep(this.table?.left() ?? null))
    })
  }

  async #goOnTyping({ sale, forms }: Typed): Promise<void> {
    if (sale !== null && this.sale.left() === null) this.sale.goOnWith(sale)
    if (forms === null) return
    const { keptFormsOf } = await import('./kept-forms.svelte')
    const kept = keptFormsOf(this)
    // Whoever was quicker has begun something else.
    if (kept.left() !== null) return
    kept.goOnWith(forms)
    if (kept.current !== null && this.navigation.screen.name === 'sell')
      this.navigation.go(kept.current.screen)
  }

  /** Its form is not in the first script, and seldom needed. */
  async #goOnWithTable(table: string | null, begun: GroupKey | null): Promise<void> {
    const { groupFormOf } = await import('./group-form.svelte')
    const up = groupFormOf(this).goOnWith(table)
    if (this.navigation.screen.name !== 'sell') return
    if (begun !== null) this.navigation.go({ name: 'group', group: begun })
    else if (up) this.navigation.go({ name: 'several' })
  }

  #opened(key: OrderKey): OrderView | undefined {
    return this.#listed?.key === key ? this.#listed : undefined
  }

  /** What is long over leaves the snapshots. What somebody looks at stays on their screen, as the book has it. */
  #keepOpened(before: Snapshot): void {
    const { screen } = this.navigation
    if (!('order' in screen) || this.snapshot.orders.some(({ key }) => key === screen.order)) return
    const last = before.orders.find(({ key }) => key === screen.order)
    if (last === undefined) return
    this.#listed = last
    void this.#ask(screen.order)
  }

  async #ask(key: OrderKey): Promise<void> {
    const answer = await this.backend.order(key)
    const { screen } = this.navigation
    if (answer.status === 'ok' && 'order' in screen && screen.order === key) this.#listed = answer.data
  }

  #said<T>(answer: Answer<T>): Failure | null {
    return answer.status === 'error' ? answer.error : null
  }

  #startAfresh(): void {
    this.sale.clear()
    this.sale.aside = []
    this.sims.forget()
    this.sale.staff = this.snapshot.settings.staff
    this.catalogue.forget()
    this.orders.forget()
    this.alerts.list = []
    this.table?.forget()
    this.forms?.forget()
    this.navigation.screen = { name: 'sell' }
  }

  #notice(before: Snapshot, now: Snapshot): void {
    for (const order of now.orders) if (isReady(order)) this.sale.forget(order.key)
    if (now.onScreen) this.sims.noteOnScreen(now.onScreen.order, now.onScreen.sim)
    const known = before.groups.stopped.map(({ group }) => group)
    for (const { group, why } of now.groups.stopped) if (!known.includes(group)) this.alerts.tellOfGroup(why)
    for (const order of newsOf(before, now)) {
      this.alerts.notifyOutside(order)
      const { screen } = this.navigation
      if (screen.name !== 'order' || screen.order !== order.key) this.alerts.add(order)
      // The staff look at this very order and the customer waits: the code comes by itself.
      else if (isReady(order) && order.notGivenBack === null)
        this.navigation.screen = { name: 'hand_over', order: order.key }
    }
  }
}

function isReady({ state }: OrderView): boolean {
  return orderStates[state].next === 'hand_over'
}

export function languageOf({ settings, systemLanguage }: Snapshot): Language {
  return languageFor(settings.language, systemLanguage)
}

function accountName({ mode, account }: Snapshot): string {
  return 'account' in account ? `${mode} ${account.account.service} ${account.account.name}` : mode
}
