// Provisional, written by hand until the Rust side generates this file. Shapes are the contract.

import { invoke } from '@tauri-apps/api/core'
import { type EventCallback, listen, type UnlistenFn } from '@tauri-apps/api/event'

export const commands = {
  /** The window has painted: Rust shows it. */
  ready: () => call<null>('ready'),
  snapshot: () => call<Snapshot>('snapshot'),
  startDemo: () => call<null>('start_demo'),
  leaveDemo: () => call<null>('leave_demo'),
  /** Really calls the service; stores only when it answered. */
  connectAccount: (form: AccountForm) => call<null>('connect_account', { form }),
  /** Opens the keychain again and reads the stored account. */
  retryKeychain: () => call<null>('retry_keychain'),
  signOut: () => call<null>('sign_out'),
  catalogue: (refresh: boolean) => call<Catalogue>('catalogue', { refresh }),
  checkDraft: (draft: Draft) => call<FieldProblem[]>('check_draft', { draft }),
  /** Returns as soon as the order is on disk; the rest comes with snapshots. */
  placeOrder: (draft: Draft) => call<OrderKey>('place_order', { draft }),
  handOver: (order: OrderKey) => call<HandOver>('hand_over', { order }),
  /** Clears what the hand-over left (clipboard, codes in memory). */
  handOverDone: () => call<null>('hand_over_done'),
  copy: (order: OrderKey, what: CopyWhat) => call<null>('copy', { order, what }),
  copyReference: (text: string) => call<null>('copy_reference', { text }),
  savePicture: (order: OrderKey) => call<Saved>('save_picture', { order }),
  changeSettings: (change: SettingsChange) => call<null>('change_settings', { change }),
  setFavourite: (plan: string, on: boolean) => call<null>('set_favourite', { plan, on }),
  /** The staff's answer to "orders are still open". */
  closeWindow: () => call<null>('close_window'),
}

export const events = {
  snapshotChanged: event<Snapshot>('snapshot-changed'),
  closeAsked: event<{ openOrders: number }>('close-asked'),
}

async function call<T>(
  name: string,
  args?: Record<string, unknown>,
): Promise<{ status: 'ok'; data: T } | { status: 'error'; error: Failure }> {
  try {
    return { status: 'ok', data: await invoke<T>(name, args) }
  } catch (error) {
    if (error instanceof Error) throw error
    return { status: 'error', error: error as Failure }
  }
}

function event<T>(name: string) {
  return { listen: (heard: EventCallback<T>): Promise<UnlistenFn> => listen<T>(name, heard) }
}

export type OrderKey = number
export type Mode = 'live' | 'demo'

export type Snapshot = {
  mode: Mode
  version: string
  systemLanguage: string // BCP 47, of the OS
  systemCountry: string | null // ISO 3166 alpha-2
  account: AccountState
  keychain: KeychainState
  service: ServiceState
  orders: OrderView[] // open ones and those of this run, newest first
  settings: SettingsView
  dataFolder: string
}

export type KeychainState = 'not_asked' | 'ready' | 'waiting_for_unlock' | 'none_here' | 'refused'

export type AccountState =
  | { state: 'opening' } // the keychain is being read
  | { state: 'none' }
  | { state: 'locked'; account: AccountView } // stored, but the keychain does not give the secret (see keychain)
  | { state: 'signed_out'; account: AccountView; why: SignedOutReason }
  | { state: 'signed_in'; account: AccountView }

export type SignedOutReason = 'secret_missing' | 'refused' | 'token_expired'
export type AccountView = {
  name: string // client id, or the name typed with a token
  service: string // base address
  environment: 'production' | 'pre_production' | 'other' | 'demo'
  credential: 'client' | 'token'
  kept: 'keychain' | 'until_close'
  tokenExpiresAt: string | null // only for a pasted token that says so
}

export type ServiceState =
  | { state: 'not_asked' }
  | { state: 'online' }
  | { state: 'offline'; since: string }
  | { state: 'trouble'; since: string; failure: Failure }

export type AccountForm = {
  service: ServiceChoice
  credential: CredentialForm
  deskName: string
  country: string // ISO 3166 alpha-2: the order's country
  severalDesks: boolean // this account is used at several desks
  keep: 'keychain' | 'until_close'
}
export type ServiceChoice = { kind: 'production' } | { kind: 'pre_production' } | { kind: 'other'; address: string }
export type CredentialForm = { kind: 'client'; id: string; secret: string } | { kind: 'token'; name: string; token: string }

export type Money = { amount: string; currency: string } // amount is a decimal text like "20.00"
export type DataAmount = { kind: 'amount'; amount: string; unit: string } | { kind: 'unlimited' } | { kind: 'unknown' }
export type Duration = { count: number; unit: 'days' | 'months' } | null

export type Plan = {
  id: string
  name: string
  footprint: string | null // the service's own code
  data: DataAmount
  megabytes: number | null // for sorting and filtering
  duration: Duration
  days: number | null // for sorting and filtering
  price: Money | null
  pricePerGb: Money | null
  favourite: boolean
}
export type Catalogue = { plans: Plan[]; readAt: string; unreadable: number }

export type Draft = {
  plan: Plan // exactly what the button showed
  email: string
  firstName: string
  lastName: string
  residence: string // alpha-2 or empty
  phone: 'iphone' | 'samsung' | 'other' | null
  eid: string
  eidAnyway: boolean // check digits are wrong, the staff insist
  start: { kind: 'now' } | { kind: 'on_date'; date: string /* yyyy-mm-dd */ } | { kind: 'first_use' }
  again: boolean // the staff said "really again"
}
export type Field =
  | 'email' | 'first_name' | 'last_name' | 'residence' | 'eid' | 'date'
  | 'service' | 'client_id' | 'client_secret' | 'token' | 'token_name' | 'desk_name' | 'country'
export type FieldProblem = { field: Field; problem: Problem }
export type Problem =
  | { kind: 'empty' }
  | { kind: 'too_long'; limit: number }
  | { kind: 'line_break' }
  | { kind: 'not_an_email' }
  | { kind: 'not_digits' }
  | { kind: 'wrong_length'; expected: number; found: number }
  | { kind: 'check_digits' } // can be overridden by eidAnyway
  | { kind: 'in_the_past' }
  | { kind: 'not_a_date' }
  | { kind: 'not_an_address' }
  | { kind: 'not_secure' } // http to a host that is not this computer
  | { kind: 'not_a_country' }
  | { kind: 'control_characters' }

export type OrderState =
  | 'sending' | 'accepted' | 'preparing' | 'ready' | 'failed'
  | 'refused' | 'not_sent' | 'unconfirmed' | 'withheld' | 'settled'

export type OrderView = {
  key: OrderKey
  plan: Plan
  customer: CustomerView | null // null: not known any more
  state: OrderState
  reference: string // correlation id of the order, for support
  orderId: string | null
  short: string | null // what people read out: the first eight of the order number
  iccid: string | null
  createdAt: string
  timeline: Moment[]
  trouble: Failure | null // why it is refused, not sent, or why following it is held up just now
}
export type CustomerView = { email: string; firstName: string; lastName: string; phone: 'iphone' | 'samsung' | 'other' | null; eidGiven: boolean }
export type Moment = { at: string; state: OrderState }

export type HandOver =
  | {
      kind: 'code'
      order: OrderKey
      modules: number // a side in modules, quiet zone included
      path: string // SVG path in module units
      installCode: string // LPA:1$...
      smdp: string
      matchingId: string
      confirmationRequired: boolean
      sample: boolean
      voucher: string | null
      notAsSold: boolean // the subscription is not what was sold (rulings 10); may come later with a snapshot
    }
  | { kind: 'withheld'; doubt: Doubt; reference: string }
export type Doubt =
  | { kind: 'incomplete' }
  | { kind: 'invalid'; value: string }
  | { kind: 'disagree'; lpa: string; built: string }
  | { kind: 'picture_wrong' }

export type CopyWhat = 'install_code' | 'smdp' | 'matching_id' | 'picture'
export type Saved = { kind: 'saved'; path: string } | { kind: 'cancelled' }

export type SettingsView = {
  language: 'system' | 'en' | 'de'
  appearance: 'system' | 'light' | 'dark'
  deskName: string
  country: string
  proxy: ProxyChoice
  extraCaFile: string | null
}
export type ProxyChoice = { kind: 'system' } | { kind: 'none' } | { kind: 'manual'; address: string }
/** One change at a time. */
export type SettingsChange =
  | { kind: 'language'; value: SettingsView['language'] }
  | { kind: 'appearance'; value: SettingsView['appearance'] }
  | { kind: 'desk_name'; value: string }
  | { kind: 'country'; value: string }
  | { kind: 'proxy'; value: ProxyChoice }
  | { kind: 'extra_ca_file'; value: string | null }

/** Every failure that reaches the UI. One table in ui/src/lib/failures.ts turns each kind into words, severity and next step. */
export type Failure =
  | { kind: 'fields'; problems: FieldProblem[] }
  | { kind: 'no_account' }
  | { kind: 'not_signed_in'; reference: string | null } // the service does not know these credentials
  | { kind: 'token_expired' }
  | { kind: 'not_allowed'; reference: string }
  | { kind: 'not_found'; reference: string }
  | { kind: 'refused'; messages: string[]; reference: string }
  | { kind: 'limit_reached'; messages: string[]; reference: string }
  | { kind: 'slow_down'; seconds: number | null; reference: string }
  | { kind: 'not_sent'; why: 'offline' | 'name' | 'connect' | 'tls' | 'proxy'; reference: string }
  | { kind: 'unanswered'; why: 'timed_out' | 'lost'; reference: string }
  | { kind: 'service_trouble'; status: number; reference: string }
  | { kind: 'redirected'; reference: string }
  | { kind: 'unreadable'; path: string; reference: string }
  | { kind: 'too_large'; reference: string }
  | { kind: 'other_order'; reference: string } // the answer was about another order
  | { kind: 'plan_gone'; reference: string } // nothing sent
  | { kind: 'plan_changed'; now: Plan } // nothing sent
  | { kind: 'sold_recently'; minutes: number; open: boolean } // nothing sent: "really again?"
  | { kind: 'keychain'; state: KeychainState }
  | { kind: 'book'; why: 'disk_full' | 'read_only' | 'damaged' | 'busy' | 'other' }
  | { kind: 'settings_file'; why: 'disk_full' | 'read_only' | 'other' }
  | { kind: 'extra_ca'; why: 'missing' | 'not_a_certificate' }
  | { kind: 'clipboard' }
  | { kind: 'save'; why: 'disk_full' | 'read_only' | 'other' }
  | { kind: 'demo' } // the demo's own service did not start
  | { kind: 'demo_runs_elsewhere' } // brought to the front instead
  | { kind: 'unknown_order' }
  | { kind: 'no_code' } // this order has no code to hand over
