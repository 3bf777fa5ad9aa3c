/**
 * What the address asks of the fake, such as `?fake&account=signed_in&fail=placeOrder:limit_reached&lang=de`.
 * `fake/index.ts` lists them all. A word nobody knows is an error at once, not a fake that plays something else.
 */
import type { Backend } from '../backend'
import type {
  AccountState,
  Appearance,
  DoubtView,
  InstalledBy,
  KeychainState,
  Language,
  Mode,
  OrderState,
  ServiceState,
  SimView,
  UpdateStep,
} from '../bindings'
import { type FailureKind, failureKinds } from './failures'

export type Doubt = DoubtView['kind']
export type End = Extract<
  OrderState,
  'ready' | 'failed' | 'refused' | 'not_sent' | 'unconfirmed' | 'withheld'
>
export type Pace = 'at_once' | 'fast' | 'usual' | 'stuck'
/** The commands that can be told to fail: those that answer. */
export type Command = Exclude<
  keyof Backend,
  'snapshot' | 'tidy' | 'pagePixels' | 'onSnapshot' | 'onCloseAsked' | 'onCopyStillThere'
>

export type Options = {
  mode: Mode
  account: AccountState['state']
  keychain: KeychainState
  service: ServiceState['state']
  appearance: Appearance
  language: Language
  system: string
  pace: Pace
  end: End
  doubt: Doubt | null
  ugly: boolean
  empty: boolean
  notAsSold: boolean
  repaired: boolean
  /** The order book lacks keys, and lies where it had better not. */
  bookNotes: boolean
  /** A second monitor shows the customer's half. */
  second: boolean
  /** So many orders are in the book already, in every state by turns. */
  orders: number
  /** The service once refused a sale without a phone. */
  phoneNeeded: boolean
  /** It wants its model and IMEI, too. */
  wholePhoneNeeded: boolean
  /** The provider wants to know what the guest pays. */
  priceNeeded: boolean
  closeAsked: number
  /** A newer version is there, and this is how far it is. */
  update: UpdateStep['kind'] | null
  /** Who installs one. */
  installedBy: InstalledBy
  /** What every SIM is doing. */
  sim: SimView
  /** Codes have been up for long. */
  waitsLong: boolean
  fail: Map<Command, FailureKind>
}

const commands: Record<Command, true> = {
  startDemo: true,
  readTable: true,
  openTable: true,
  readTableAs: true,
  linesOfTable: true,
  checkGroup: true,
  beginGroup: true,
  groups: true,
  group: true,
  goOnWithGroup: true,
  pauseGroup: true,
  insistOnLines: true,
  tryLine: true,
  mendLine: true,
  leaveOutLine: true,
  codeForPaper: true,
  saveGroupSlips: true,
  saveGroupPictures: true,
  leaveDemo: true,
  connectAccount: true,
  retryKeychain: true,
  tryAgain: true,
  signOut: true,
  catalogue: true,
  checkDraft: true,
  placeOrder: true,
  checkTopUp: true,
  asOrdered: true,
  topUp: true,
  checkRefund: true,
  giveBack: true,
  giveBackAgain: true,
  keepEsim: true,
  keepTyped: true,
  keepTable: true,
  leftByPage: true,
  chooseCandidate: true,
  lookWithEmail: true,
  settle: true,
  placeAgain: true,
  unmatchedSales: true,
  adoptSale: true,
  orders: true,
  order: true,
  lookAtEsim: true,
  findEsims: true,
  startPlanNow: true,
  saveDayTable: true,
  days: true,
  saveSumsTable: true,
  compareDays: true,
  stopComparing: true,
  handOver: true,
  sim: true,
  handOverDone: true,
  turnScreen: true,
  chooseForGuest: true,
  customersPhone: true,
  copy: true,
  copyReference: true,
  savePicture: true,
  installLink: true,
  printSlip: true,
  saveSlip: true,
  mailDraft: true,
  changeSettings: true,
  changeNetwork: true,
  setFavourite: true,
  installUpdate: true,
  updateNotNow: true,
  closeWindow: true,
  keepWindow: true,
  notifyOutside: true,
  saveSupportBundle: true,
}

const updateSteps: readonly UpdateStep['kind'][] = ['none', 'fetching', 'waiting', 'installing', 'failed']
const doubts: readonly Doubt[] = ['incomplete', 'invalid', 'disagree', 'picture_wrong', 'claimed_twice']

export function optionsFrom(params: URLSearchParams): Options {
  const word = <T extends string>(name: string, known: readonly T[], usual: T): T =>
    oneOf(known, params.get(name) ?? usual, name)
  const count = (name: string, usual: number) => (params.has(name) ? Number(params.get(name)) || usual : 0)
  return {
    mode: word('mode', ['live', 'demo'], 'live'),
    account: word('account', ['none', 'opening', 'locked', 'signed_out', 'signed_in'], 'none'),
    keychain: word('keychain', ['ready', 'not_asked', 'waiting_for_unlock', 'none_here', 'refused'], 'ready'),
    service: word('service', ['online', 'not_asked', 'offline', 'trouble'], 'online'),
    appearance: word('theme', ['system', 'light', 'dark'], 'system'),
    language: word('lang', ['system', 'en', 'de', 'fr', 'es', 'it'], 'system'),
    system: params.get('system') ?? 'en-GB',
    pace: word('pace', ['usual', 'fast', 'at_once', 'stuck'], 'usual'),
    end: word('end', ['ready', 'failed', 'refused', 'not_sent', 'unconfirmed', 'withheld'], 'ready'),
    doubt: params.has('doubt') ? word('doubt', doubts, 'incomplete') : null,
    ugly: params.has('ugly'),
    empty: params.has('empty'),
    notAsSold: params.has('not_as_sold'),
    repaired: params.has('repaired'),
    bookNotes: params.has('book-notes'),
    second: params.has('second'),
    orders: count('orders', 13),
    phoneNeeded: params.has('phone_needed') || params.has('whole_phone_needed'),
    wholePhoneNeeded: params.has('whole_phone_needed'),
    priceNeeded: params.has('price_needed'),
    closeAsked: count('close_asked', 1),
    update: params.has('update') ? word('update', updateSteps, 'none') : null,
    installedBy: word('installed_by', ['program', 'package_manager', 'it'], 'program'),
    sim: word('sim', ['released', 'downloaded', 'installed', 'unavailable', 'not_read', 'other'], 'released'),
    waitsLong: params.has('long'),
    fail: failures(params.getAll('fail')),
  }
}

function failures(asked: string[]): Map<Command, FailureKind> {
  const pairs = asked.flatMap((list) => list.split(','))
  return new Map(
    pairs.map((pair) => {
      const [command = '', kind = ''] = pair.split(':')
      return [
        oneOf(Object.keys(commands) as Command[], command, 'command'),
        oneOf(failureKinds, kind, 'failure'),
      ]
    }),
  )
}

function oneOf<T extends string>(known: readonly T[], asked: string, what: string): T {
  const found = known.find((word) => word === asked)
  if (found === undefined) throw new Error(`the fake knows no ${what} "${asked}", only ${known.join(', ')}`)
  return found
}
