/** The commands of Rust, played by the fake. Nothing leaves the page, and nothing outlives it. */
import type { Answer, Backend } from '../backend'
import type {
  CloseAsked,
  AccountForm,
  Catalogue,
  CopyWhat,
  DayTable,
  Draft,
  FieldProblem,
  GuestChoice,
  HandOverView,
  InstallLink,
  LinkKind,
  MailWords,
  NetworkChange,
  OrdersPage,
  OrdersQuery,
  OrderView,
  PhoneAnswer,
  PhoneStep,
  Plan,
  Printed,
  Problem,
  Saved,
  SettingsChange,
  Sheet,
  Snapshot,
  UnmatchedSale,
  UnmatchedSales,
  UpdatesView,
} from '../bindings'
import { no, ok } from './answers'
import { handOver, linkText, withheld } from './code'
import { accountProblems, problemsOf, tidied } from './draft'
import { examples, talkative } from './failures'
import type { Command, Options } from './options'
import { FakeGroups } from './groups'
import { Orders } from './orders'
import { FakePhone } from './phone'
import { dearer, plans } from './plans'
import { changed, networkChanged } from './settings'
import { BUYER, unmatchedSales } from './unmatched-sales'
import { putOff, wanted } from './updates'
import { accountOf, demoAccount } from './world'

export class FakeDesk extends FakeGroups implements Backend {
  /** What was copied, as the clipboard would hold it. */
  clipboard = ''
  /** Whether the window fills its screen for the customer. */
  turned = false
  /** What the system was asked to show outside the window. */
  toldOutside: { title: string; body: string }[] = []
  /** What the customer's screen would be told of each order's guest. */
  readonly guests = new Map<number, GuestChoice>()
  /** The sheets that were printed or saved, and the words of the last draft. */
  readonly printed: Sheet[] = []
  mailed: MailWords | null = null
  readonly networkChanges: NetworkChange[] = []
  readonly #options: Options
  readonly #orders: Orders
  readonly #phone: FakePhone
  #plans: Plan[]
  #unmatched: UnmatchedSale[]

  constructor(options: Options) {
    super(options)
    this.#options = options
    this.#orders = new Orders(this.world, options)
    this.#phone = new FakePhone(options.sim)
    this.#plans = options.empty ? [] : plans(options.ugly)
    this.#unmatched = unmatchedSales(options.ugly)
  }

  async snapshot(): Promise<Answer<Snapshot>> {
    return ok(structuredClone(this.world.snapshot))
  }

  async startDemo(): Promise<Answer<null>> {
    return this.#unless('startDemo', () => {
      this.world.change({ mode: 'demo', account: { state: 'signed_in', account: demoAccount }, orders: [] })
      return null
    })
  }

  async leaveDemo(): Promise<Answer<null>> {
    return this.#unless('leaveDemo', () => {
      this.world.change({ mode: 'live', account: { state: 'none' }, orders: [] })
      return null
    })
  }

  async connectAccount(form: AccountForm): Promise<Answer<null>> {
    await this.#pause()
    const problems = accountProblems(form)
    if (problems.length > 0) return no({ kind: 'fields', problems })
    // A keychain that is not there is no trouble for a secret that is not to be kept.
    const kept = form.keep === 'until_close' && this.#options.fail.get('connectAccount') === 'keychain'
    if (kept) return ok(this.#signIn(form))
    return this.#unless('connectAccount', () => this.#signIn(form))
  }

  async retryKeychain(): Promise<Answer<null>> {
    return this.#unless('retryKeychain', () => {
      const { account } = this.world.snapshot
      if ('account' in account) {
        this.world.change({ keychain: 'ready', account: { state: 'signed_in', account: account.account } })
      }
      return null
    })
  }

  async tryAgain(): Promise<Answer<null>> {
    return this.#unless('tryAgain', () => this.world.isReachedAgain())
  }

  async signOut(): Promise<Answer<null>> {
    return this.#unless('signOut', () => {
      this.world.change({ account: { state: 'none' }, orders: [] })
      return null
    })
  }

  async catalogue(): Promise<Answer<Catalogue>> {
    await this.#pause()
    return this.#unless('catalogue', () => ({
      plans: structuredClone(this.#plans),
      sold: this.soldLately,
      readAt: new Date().toISOString(),
      unreadable: this.#options.ugly ? 2 : 0,
    }))
  }

  readonly tidy: Backend['tidy'] = async (kind, text) => tidied(kind, text)
  sim: Backend['sim'] = async (order) =>
    this.#orders.find(order) ? this.#unless('sim', () => this.#phone.sim) : no({ kind: 'unknown_order' })
  readonly closeWindow = async (): Promise<Answer<null>> => this.#unless('closeWindow', () => null)
  readonly keepWindow = async (): Promise<Answer<null>> => this.#unless('keepWindow', () => null)
  readonly installUpdate = async (): Promise<Answer<null>> => this.#update('installUpdate', wanted)
  readonly updateNotNow = async (): Promise<Answer<null>> => this.#update('updateNotNow', putOff)

  async checkDraft(draft: Draft): Promise<Answer<FieldProblem[]>> {
    return this.#unless('checkDraft', () => problemsOf(draft, this.#options))
  }

  async placeOrder(draft: Draft): Promise<Answer<number>> {
    const placed = this.#orders.placed(draft.idempotencyKey)
    if (placed !== undefined) return ok(placed)
    await this.#pause()
    const problems = problemsOf(draft, this.#options)
    if (problems.length > 0) return no({ kind: 'fields', problems })
    if (this.#options.fail.get('placeOrder') === 'plan_changed') {
      // The next press sends the plan as it now is, and is taken.
      this.#options.fail.delete('placeOrder')
      return no({ kind: 'plan_changed', now: dearer(draft.plan) })
    }
    const twin = this.#orders.twin(draft)
    if (twin && !draft.again) return no({ kind: 'sold_recently', minutes: 0, open: twin.state !== 'ready' })
    if (draft.again && this.#options.fail.get('placeOrder') === 'sold_recently')
      return ok(this.#orders.place(draft))
    return this.#unless('placeOrder', () => this.#orders.place(draft))
  }

  async placeAgain(key: number): Promise<Answer<number>> {
    const order = this.#orders.find(key)
    return order ? this.#unless('placeAgain', () => key) : no({ kind: 'unknown_order' })
  }

  async unmatchedSales(): Promise<Answer<UnmatchedSales>> {
    await this.#pause()
    return this.#unless('unmatchedSales', () => ({
      sales: this.#options.empty ? [] : this.#unmatched,
      inPart: false,
      backTo: null,
    }))
  }

  async adoptSale(subscription: string, email: string): Promise<Answer<number>> {
    await this.#pause()
    if (email !== BUYER) {
      const problem: Problem = { kind: email.includes('@') ? 'not_the_buyer' : 'not_an_email' }
      return no({ kind: 'fields', problems: [{ field: 'email', problem }] })
    }
    return this.#unless('adoptSale', () => {
      this.#unmatched = this.#unmatched.filter((sale) => sale.subscription !== subscription)
      return this.#orders.adopt(email, this.#plans[0])
    })
  }

  async orders(query: OrdersQuery): Promise<Answer<OrdersPage>> {
    return this.#unless('orders', () => this.#orders.page(query))
  }

  async order(key: OrderView['key']): Promise<Answer<OrderView>> {
    const found = this.#orders.find(key)
    return found ? ok(found) : no({ kind: 'unknown_order' })
  }

  async saveDayTable({ day }: DayTable): Promise<Answer<Saved>> {
    return this.#unless('saveDayTable', () => ({
      kind: 'saved',
      path: `/home/desk/orders-${day ?? 'all'}.csv`,
    }))
  }

  async handOver(key: number, anyway: boolean): Promise<Answer<HandOverView>> {
    const order = this.#orders.find(key)
    if (!order) return no({ kind: 'unknown_order' })
    const sim = this.#phone.sim
    const used = sim === 'downloaded' || sim === 'installed' || sim === 'unavailable'
    if (used && !anyway && this.world.snapshot.onScreen?.order !== key) return ok({ kind: 'used', sim })
    return this.#unless('handOver', () => this.#show(order))
  }

  async handOverDone(): Promise<Answer<null>> {
    return this.#unless('handOverDone', () => {
      this.world.change({ onScreen: null })
      return this.#hold('')
    })
  }

  async turnScreen(on: boolean): Promise<Answer<null>> {
    return this.#unless('turnScreen', () => {
      this.turned = on
      return null
    })
  }

  async chooseForGuest(order: number, choice: GuestChoice): Promise<Answer<null>> {
    return this.#unless('chooseForGuest', () => {
      this.guests.set(order, choice)
      return null
    })
  }

  async customersPhone(order: number, step: PhoneStep): Promise<Answer<PhoneAnswer>> {
    return this.#unless('customersPhone', () => {
      const answer = this.#phone.play(step)
      const { onScreen } = this.world.snapshot
      if (onScreen?.order === order) this.world.change({ onScreen: { ...onScreen, sim: this.#phone.sim } })
      return answer
    })
  }

  async copy(key: number, what: CopyWhat): Promise<Answer<null>> {
    const order = this.#orders.find(key)
    if (!order) return no({ kind: 'unknown_order' })
    const code = handOver(order, { sample: true, ugly: this.#options.ugly })
    if (code.kind !== 'code') return no({ kind: 'no_code' })
    const held = {
      install_code: code.installCode,
      smdp: code.smdp,
      matching_id: code.matchingId,
      iphone_link: linkText('iphone', code.installCode),
      android_link: linkText('android', code.installCode),
      windows_link: linkText('windows', code.installCode),
      picture: 'picture',
    }
    return this.#unless('copy', () => this.#hold(held[what]))
  }

  async copyReference(text: string): Promise<Answer<null>> {
    return this.#unless('copyReference', () => this.#hold(text))
  }

  async savePicture(key: number): Promise<Answer<Saved>> {
    const order = this.#orders.find(key)
    const name = `esim-${order?.short ?? key}.png`
    const folder = this.#options.ugly
      ? '/home/rezeption/Schreibtisch/Gäste, die noch warten/Montag'
      : '/home/desk'
    return this.#unless('savePicture', () => ({ kind: 'saved', path: `${folder}/${name}` }))
  }

  async installLink(key: number, kind: LinkKind): Promise<Answer<InstallLink>> {
    const order = this.#orders.find(key)
    if (!order) return no({ kind: 'unknown_order' })
    const code = handOver(order, { sample: true, ugly: this.#options.ugly })
    if (code.kind !== 'code') return no({ kind: 'no_code' })
    const { modules, path, installCode } = code
    return this.#unless('installLink', () => ({ text: linkText(kind, installCode), modules, path }))
  }

  async printSlip(sheet: Sheet): Promise<Answer<Printed>> {
    return this.#unless('printSlip', () => {
      this.printed.push(sheet)
      return 'sent'
    })
  }

  async saveSlip(key: number, sheet: Sheet): Promise<Answer<Saved>> {
    return this.#unless('saveSlip', () => {
      this.printed.push(sheet)
      return { kind: 'saved', path: `/home/desk/esim-${String(key)}.pdf` }
    })
  }

  async mailDraft(_order: number, words: MailWords): Promise<Answer<null>> {
    return this.#unless('mailDraft', () => {
      this.mailed = words
      return null
    })
  }

  async changeSettings(change: SettingsChange): Promise<Answer<null>> {
    return this.#unless('changeSettings', () => {
      this.world.change({ settings: changed(this.world.snapshot.settings, change) })
      return null
    })
  }

  async changeNetwork(change: NetworkChange): Promise<Answer<null>> {
    return this.#unless('changeNetwork', () => {
      this.networkChanges.push(change)
      this.world.change({ settings: networkChanged(this.world.snapshot.settings, change) })
      return null
    })
  }

  async setFavourite(id: string, favourite: boolean): Promise<Answer<null>> {
    return this.#unless('setFavourite', () => {
      this.#plans = this.#plans.map((plan) => (plan.id === id ? { ...plan, favourite } : plan))
      return null
    })
  }

  async notifyOutside(title: string, body: string): Promise<Answer<null>> {
    return this.#unless('notifyOutside', () => {
      this.toldOutside.push({ title, body })
      return null
    })
  }

  async saveSupportBundle(): Promise<Answer<Saved>> {
    return this.#unless('saveSupportBundle', () => ({
      kind: 'saved',
      path: '/home/desk/eSIM-Desk-support.txt',
    }))
  }

  async onSnapshot(heard: (snapshot: Snapshot) => void): Promise<void> {
    this.world.hear(heard)
  }

  async onCloseAsked(heard: (asked: CloseAsked) => void): Promise<void> {
    const openOrders = this.#options.closeAsked
    if (openOrders > 0) heard({ openOrders, groupGoesOn: this.world.snapshot.groups.going.length > 0 })
  }

  protected override get sold(): Orders {
    return this.#orders
  }

  protected override async answer<T>(command: Command, done: () => T): Promise<Answer<T>> {
    await this.#pause()
    return this.#unless(command, done)
  }

  #unless<T>(command: Command, done: () => T): Answer<T> {
    const kind = this.#options.fail.get(command)
    if (kind === undefined) return ok(done())
    return no(this.#options.ugly ? talkative(examples[kind]) : examples[kind])
  }

  #update(command: Command, next: (now: UpdatesView) => UpdatesView): Answer<null> {
    return this.#unless(command, () => {
      this.world.change({ updates: next(this.world.snapshot.updates) })
      return null
    })
  }

  #signIn(form: AccountForm): null {
    const account = accountOf(form)
    const settings = { ...this.world.snapshot.settings, deskName: form.deskName, country: form.country }
    this.world.change({ mode: 'live', account: { state: 'signed_in', account }, settings })
    return null
  }

  #show(order: OrderView): HandOverView {
    const { doubt, ugly, waitsLong } = this.#options
    if (doubt) return withheld(doubt)
    const { sim } = this.#phone
    const since = new Date().toISOString()
    this.world.change({ onScreen: { order: order.key, sim, since, waitsLong }, putAway: null })
    const sample = this.world.snapshot.mode === 'demo'
    return handOver(order, { sample, ugly, guest: this.guests.get(order.key) })
  }

  #hold(text: string): null {
    this.clipboard = text
    return null
  }

  /** As long as a network would take, where a person watches. */
  async #pause(): Promise<void> {
    const { pace } = this.#options
    if (pace === 'usual' || pace === 'stuck') await new Promise((resolve) => setTimeout(resolve, 350))
  }
}
