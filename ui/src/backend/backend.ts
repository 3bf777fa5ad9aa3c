/**
 * The seam to Rust: the only file that imports Tauri or the generated commands. Everything else gets a
 * `Backend`, so the whole window also runs in a plain browser and in tests.
 */
import { Channel } from '@tauri-apps/api/core'
import { commands, events } from './bindings'
import type {
  AccountForm,
  AsOrdered,
  Catalogue,
  CheckedGroup,
  CloseAsked,
  ComparisonView,
  CopyWhat,
  Cost,
  CustomerDisplay,
  DaysQuery,
  DaysView,
  Draft,
  Encoding,
  EsimView,
  Failure,
  FieldProblem,
  FoundEsims,
  GroupDraft,
  GroupKey,
  GroupList,
  GroupView,
  HalfTyped,
  GuestChoice,
  HandOverView,
  InstallLink,
  DayTable,
  LeftByPage,
  LineKey,
  LinkKind,
  MailWords,
  NetworkChange,
  OrderKey,
  OrdersPage,
  OrdersQuery,
  OrderView,
  PagePixels,
  PaperPage,
  PhoneAnswer,
  PhoneStep,
  PicturesSaved,
  Plan,
  Printed,
  ReadSoFar,
  Saved,
  SettingsChange,
  Sheet,
  ShownPlan,
  SoldAlready,
  SimView,
  Snapshot,
  SumsTable,
  TableLines,
  TableRead,
  TopUpDraft,
  TypedKind,
  UnmatchedSales,
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
  /** What was pasted, or a file that the staff choose; null where they chose none. */
  readTable(text: string, plans: Plan[], shown: ShownPlan[]): Promise<Answer<TableRead>>
  openTable(plans: Plan[], shown: ShownPlan[]): Promise<Answer<TableRead | null>>
  readTableAs(encoding: Encoding, plans: Plan[], shown: ShownPlan[]): Promise<Answer<TableRead>>
  linesOfTable(table: TableRead): Promise<Answer<TableLines>>
  checkGroup(draft: GroupDraft, mended: LineKey | null): Promise<Answer<CheckedGroup>>
  /** Writes the group down and begins to buy it, if it comes to what was `agreed`. */
  beginGroup(draft: GroupDraft, agreed: Cost): Promise<Answer<GroupKey>>
  /** A page of them, newest first: those that are older than `before`. */
  groups(before: GroupKey | null): Promise<Answer<GroupList>>
  group(group: GroupKey): Promise<Answer<GroupView>>
  goOnWithGroup(group: GroupKey, agreed: Cost): Promise<Answer<null>>
  pauseGroup(group: GroupKey): Promise<Answer<null>>
  /** Buys those of the lines that a recent sale still keeps from it, at no more than what was `agreed`. */
  insistOnLines(group: GroupKey, agreed: SoldAlready): Promise<Answer<null>>
  tryLine(line: LineKey): Promise<Answer<null>>
  mendLine(line: LineKey, draft: GroupDraft, agreed: Cost): Promise<Answer<null>>
  leaveOutLine(line: LineKey): Promise<Answer<null>>
  /** Of a page on paper: it comes on no screen. */
  codeForPaper(order: OrderKey): Promise<Answer<PaperPage>>
  saveGroupSlips(group: GroupKey, sheet: Sheet): Promise<Answer<Saved>>
  saveGroupPictures(group: GroupKey, table: DayTable): Promise<Answer<PicturesSaved>>
  checkTopUp(draft: TopUpDraft): Promise<Answer<FieldProblem[]>>
  /** What was typed for an order, to fill in its form again. */
  asOrdered(order: OrderKey): Promise<Answer<AsOrdered>>
  topUp(draft: TopUpDraft): Promise<Answer<OrderKey>>
  /** Whether the eSIM of an order may be given back now; the failure says why not. */
  checkRefund(order: OrderKey): Promise<Answer<null>>
  giveBack(order: OrderKey): Promise<Answer<null>>
  giveBackAgain(order: OrderKey): Promise<Answer<null>>
  keepEsim(order: OrderKey): Promise<Answer<null>>
  /** Keeps what is being typed for a page that begins anew, and gives what the one before left. */
  keepTyped(typed: HalfTyped | null): Promise<Answer<null>>
  keepTable(table: string | null): Promise<Answer<null>>
  leftByPage(): Promise<Answer<LeftByPage>>
  chooseCandidate(order: OrderKey, subscription: string): Promise<Answer<null>>
  lookWithEmail(order: OrderKey, email: string): Promise<Answer<null>>
  settle(order: OrderKey, verdict: Verdict, by: string): Promise<Answer<null>>
  placeAgain(order: OrderKey, sale: string): Promise<Answer<OrderKey>>
  /** Sold on this account, and no order of the book. */
  unmatchedSales(): Promise<Answer<UnmatchedSales>>
  adoptSale(subscription: string, email: string): Promise<Answer<OrderKey>>
  orders(query: OrdersQuery): Promise<Answer<OrdersPage>>
  order(order: OrderKey): Promise<Answer<OrderView>>
  /** What the service says of a SIM and its plans; unless it is wanted `now`, what is known may be good enough. */
  lookAtEsim(iccid: string, now: boolean): Promise<Answer<EsimView>>
  findEsims(text: string): Promise<Answer<FoundEsims>>
  /** Sent once; the plan itself shows what came of it. */
  startPlanNow(iccid: string, plan: string): Promise<Answer<EsimView>>
  saveDayTable(table: DayTable): Promise<Answer<Saved>>
  days(query: DaysQuery): Promise<Answer<DaysView>>
  saveSumsTable(table: SumsTable): Promise<Answer<Saved>>
  /** What the provider lists beside what the book has; null where it was stopped. Calls back while it reads. */
  compareDays(query: DaysQuery, heard: (soFar: ReadSoFar) => void): Promise<Answer<ComparisonView | null>>
  stopComparing(): Promise<Answer<null>>
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
  /** Installs the newer version that is shown, as soon as nothing is in the way. */
  installUpdate(): Promise<Answer<null>>
  updateNotNow(): Promise<Answer<null>>
  closeWindow(): Promise<Answer<null>>
  keepWindow(): Promise<Answer<null>>
  /** Through the operating system, unless the window is in front. Never names a customer. */
  notifyOutside(title: string, body: string): Promise<Answer<null>>
  saveSupportBundle(): Promise<Answer<Saved>>
  /** How large the page is in pixels of the screen, where that is known. */
  pagePixels(): Promise<PagePixels | null>
  /** Calls back with every new state of the world; never with a part of one. */
  onSnapshot(heard: (snapshot: Snapshot) => void): Promise<void>
  /** Calls back when somebody closes the window while orders are still open, or a group is being bought. */
  onCloseAsked(heard: (asked: CloseAsked) => void): Promise<void>
  /** Calls back when what was copied for a customer cannot be taken out of the clipboard, and when it is gone at last. */
  onCopyStillThere(heard: (still: boolean) => void): Promise<void>
}

export const tauri: Backend = {
  ...commands,
  compareDays: (query, heard) => commands.compareDays(query, new Channel(heard)),
  async onSnapshot(heard) {
    await events.snapshotChanged.listen(({ payload }) => heard(payload))
  },
  async onCloseAsked(heard) {
    await events.closeAsked.listen(({ payload }) => heard(payload))
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
