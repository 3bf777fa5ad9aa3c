/**
 * The seam to Rust: the only file that imports Tauri or the generated commands. Everything else gets a
 * `Backend`, so the whole window also runs in a plain browser and in tests.
 */
import { Channel } from '@tauri-apps/api/core'
import { commands, events } from './bindings'
import type {
  AccountForm,
  Catalogue,
  CopyWhat,
  CustomerDisplay,
  Draft,
  Failure,
  FieldProblem,
  GuestChoice,
  HandOverView,
  InstallLink,
  DayTable,
  LeftByPage,
  LinkKind,
  MailWords,
  NetworkChange,
  OrderKey,
  OrdersPage,
  OrdersQuery,
  OrderView,
  PagePixels,
  PhoneAnswer,
  PhoneStep,
  Printed,
  Saved,
  SettingsChange,
  Sheet,
  SimView,
  Snapshot,
  TypedKind,
  UnmatchedSale,
  Verdict,
} from './bindings'

export type Answer<T> = { status: 'ok'; data: T } | { status: 'error'; error: Failure }

export interface Backend {
  snapshot(): Promise<Answer<Snapshot>>
  startDemo(): Promise<Answer<null>>
  leaveDemo(): Promise<Answer<null>>
  connectAccount(form: AccountForm): Promise<Answer<null>>
  retryKeychain(): Promise<Answer<null>>
  /** Asks the service again at once; where the desk is signed out, with the secret that the keychain has. */
  tryAgain(): Promise<Answer<null>>
  signOut(): Promise<Answer<null>>
  catalogue(): Promise<Answer<Catalogue>>
  /** What the field shows from now on; null where it stays as it was typed. */
  tidy(kind: TypedKind, text: string): Promise<string | null>
  checkDraft(draft: Draft): Promise<Answer<FieldProblem[]>>
  placeOrder(draft: Draft): Promise<Answer<OrderKey>>
  /** Keeps what is being typed for a page that begins anew, and gives what the one before left. */
  keepTyped(typed: string | null): Promise<Answer<null>>
  leftByPage(): Promise<Answer<LeftByPage>>
  chooseCandidate(order: OrderKey, subscription: string): Promise<Answer<null>>
  lookWithEmail(order: OrderKey, email: string): Promise<Answer<null>>
  settle(order: OrderKey, verdict: Verdict, by: string): Promise<Answer<null>>
  placeAgain(order: OrderKey, sale: string): Promise<Answer<OrderKey>>
  /** Sold on this account, and no order of the book. */
  unmatchedSales(): Promise<Answer<UnmatchedSale[]>>
  adoptSale(subscription: string, email: string): Promise<Answer<OrderKey>>
  orders(query: OrdersQuery): Promise<Answer<OrdersPage>>
  order(order: OrderKey): Promise<Answer<OrderView>>
  saveDayTable(table: DayTable): Promise<Answer<Saved>>
  /** `anyway`: the staff show the code though a phone has the eSIM already. */
  handOver(order: OrderKey, anyway: boolean): Promise<Answer<HandOverView>>
  sim(order: OrderKey): Promise<Answer<SimView>>
  handOverDone(): Promise<Answer<null>>
  turnScreen(on: boolean): Promise<Answer<null>>
  chooseForGuest(order: OrderKey, choice: GuestChoice): Promise<Answer<null>>
  customersPhone(order: OrderKey, step: PhoneStep): Promise<Answer<PhoneAnswer>>
  copy(order: OrderKey, what: CopyWhat): Promise<Answer<null>>
  copyReference(text: string): Promise<Answer<null>>
  savePicture(order: OrderKey): Promise<Answer<Saved>>
  installLink(order: OrderKey, kind: LinkKind): Promise<Answer<InstallLink>>
  printSlip(sheet: Sheet): Promise<Answer<Printed>>
  saveSlip(order: OrderKey, sheet: Sheet): Promise<Answer<Saved>>
  mailDraft(order: OrderKey, words: MailWords): Promise<Answer<null>>
  changeSettings(change: SettingsChange): Promise<Answer<null>>
  changeNetwork(change: NetworkChange): Promise<Answer<null>>
  setFavourite(plan: string, on: boolean): Promise<Answer<null>>
  closeWindow(): Promise<Answer<null>>
  keepWindow(): Promise<Answer<null>>
  /** Through the operating system, unless the window is in front. Never names a customer. */
  notifyOutside(title: string, body: string): Promise<Answer<null>>
  saveSupportBundle(): Promise<Answer<Saved>>
  /** How large the page is in pixels of the screen, where that is known. */
  pagePixels(): Promise<PagePixels | null>
  /** Calls back with every new state of the world; never with a part of one. */
  onSnapshot(heard: (snapshot: Snapshot) => void): Promise<void>
  /** Calls back when somebody closes the window while orders are still open. */
  onCloseAsked(heard: (openOrders: number) => void): Promise<void>
  /** Calls back when what was copied for a customer cannot be taken out of the clipboard, and when it is gone at last. */
  onCopyStillThere(heard: (still: boolean) => void): Promise<void>
}

export const tauri: Backend = {
  ...commands,
  async onSnapshot(heard) {
    await events.snapshotChanged.listen(({ payload }) => heard(payload))
  },
  async onCloseAsked(heard) {
    await events.closeAsked.listen(({ payload }) => heard(payload.openOrders))
  },
  async onCopyStillThere(heard) {
    await events.copyStillThere.listen(({ payload }) => heard(payload.still))
  },
}

/** All that the customer's own window can ask for. */
export interface CustomersBackend {
  /** Calls back with what the customer's screen shows, now and after each change. */
  onCustomerDisplay(heard: (screen: CustomerDisplay) => void): Promise<void>
  /** How large the page is in pixels of the screen, where that is known. */
  pagePixels(): Promise<PagePixels | null>
}

export const tauriForCustomer: CustomersBackend = {
  pagePixels: commands.pagePixels,
  async onCustomerDisplay(heard) {
    await commands.customerDisplay(new Channel(heard))
  },
}
