/** How things stand in the fake: one snapshot, changed as a whole and told to whoever listens. */
import type {
  AccountForm,
  AccountState,
  AccountView,
  Failure,
  ServiceState,
  SettingsView,
  Snapshot,
} from '../bindings'
import { examples } from './failures'
import type { Options } from './options'
import { pastOrders } from './order-views'
import { updates } from './updates'

export class World {
  snapshot: Snapshot
  readonly #heard: ((snapshot: Snapshot) => void)[] = []

  constructor(options: Options) {
    this.snapshot = first(options)
  }

  hear(listener: (snapshot: Snapshot) => void): void {
    this.#heard.push(listener)
  }

  change(part: Partial<Snapshot>): void {
    this.snapshot = { ...this.snapshot, ...part }
    for (const listener of this.#heard) listener(structuredClone(this.snapshot))
  }

  /** All is well again. */
  isReachedAgain(): null {
    const { account } = this.snapshot
    const signedIn = account.state === 'signed_out' ? { ...account, state: 'signed_in' as const } : account
    this.change({ account: signedIn, service: { state: 'online' }, unreached: null })
    return null
  }
}

export const demoAccount: AccountView = {
  name: 'Demo',
  service: 'sandbox on this computer',
  environment: 'demo',
  credential: 'client',
  kept: 'until_close',
  severalDesks: false,
  tokenExpiresAt: null,
}

/** The account that somebody signs in with. */
export function accountOf({ credential, service, severalDesks, keep }: AccountForm): AccountView {
  return {
    ...liveAccount(false),
    name: credential.kind === 'client' ? credential.id : credential.name,
    service: service.kind === 'other' ? service.address : liveAccount(false).service,
    environment: service.kind,
    credential: credential.kind,
    kept: keep,
    severalDesks,
  }
}

export function liveAccount(ugly: boolean): AccountView {
  return {
    name: ugly ? `client-${'0f1e2d3c4b5a'.repeat(8)}` : 'hotel-miramar-frontdesk',
    service: 'https://connect.example/connect-api',
    environment: 'production',
    credential: 'client',
    kept: 'keychain',
    severalDesks: false,
    tokenExpiresAt: null,
  }
}

function first(options: Options): Snapshot {
  return {
    mode: options.mode,
    version: '0.1.0',
    systemLanguage: options.system,
    systemCountry: 'DE',
    serviceOption: null,
    account: accountState(options),
    keychain: options.keychain,
    service: serviceState(options.service),
    unreached: null,
    orders: pastOrders(options.orders, options.ugly),
    onScreen: null,
    putAway: null,
    secondScreen: options.second,
    phoneNeeded: options.phoneNeeded,
    wholePhoneNeeded: options.wholePhoneNeeded,
    priceNeeded: options.priceNeeded,
    freeMonitors: [],
    ordersOfOtherAccounts: 0,
    book: null,
    repaired: options.repaired
      ? {
          rebuilt: true,
          keptAside: '/home/desk/.local/share/esim-desk/orders.damaged-20261128.db',
          fromBackup: true,
          backupOf: '2026-11-28T06:00:00Z',
          orders: 41,
          lost: 2,
        }
      : null,
    bookNotes: options.bookNotes
      ? {
          closedMonths: ['2026-09', '2026-10'],
          copiedFolder: '/home/desk/Dropbox',
          otherBooks: ['orders (conflicted copy 2026-11-28).db'],
        }
      : { closedMonths: [], copiedFolder: null, otherBooks: [] },
    settings: settings(options),
    settingsTrouble: null,
    updates: updates(options),
    groups: { going: [], stopped: [], revision: 0 },
    dataFolder: options.ugly
      ? '/home/rezeption/.local/share/Hotel Königshof Garmisch/esim-desk/ein sehr langer Ordner, den jemand so genannt hat'
      : '/home/desk/.local/share/esim-desk',
  }
}

function settings({ language, appearance, ugly }: Options): SettingsView {
  return {
    language,
    appearance,
    deskName: ugly ? 'Grandhotel Königshof & Spa Garmisch-Partenkirchen, Empfang Nebengebäude' : 'Front desk',
    country: 'DE',
    staff: ugly ? 'Wolfeschlegelsteinhausenbergerdorff' : '',
    forgetAfterDays: 90,
    proxy: { kind: 'system' },
    extraCertificates: [],
    secondMonitor: 'customer',
    putAwayAfterMinutes: 10,
    slipPaper: 'a4',
    androidLink: false,
    houseEmail: '',
    lookForUpdates: true,
    updateChannel: 'stable',
    helper: ugly
      ? {
          name: 'Wolfeschlegelsteinhausenbergerdorff, Haustechnik und IT',
          phone: '+49 8821 000 000 000 ext. 4711',
          email: 'it-bereitschaft-wochenende@grandhotel-koenigshof-garmisch.example',
        }
      : { name: '', phone: '', email: '' },
  }
}

function accountState({ account: state, mode, ugly }: Options): AccountState {
  const account = mode === 'demo' ? demoAccount : liveAccount(ugly)
  if (state === 'signed_out') return { state, account, why: 'refused' }
  return state === 'locked' || state === 'signed_in' ? { state, account } : { state }
}

function serviceState(state: ServiceState['state']): ServiceState {
  const since = new Date(Date.now() - 4 * 60_000).toISOString()
  if (state === 'offline') return { state, since }
  const failure: Failure = examples.service_trouble
  return state === 'trouble' ? { state, since, failure } : { state }
}
