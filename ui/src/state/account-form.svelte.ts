/** The account being connected. The secret and the token are dropped as soon as the service took them. */
import type { Backend } from '../backend/backend'
import type {
  AccountForm as Form,
  AccountView,
  Failure,
  Field,
  Problem,
  ServiceChoice,
  Snapshot,
} from '../backend/bindings'

export class AccountForm {
  service = $state<ServiceChoice['kind']>('production')
  address = $state('')
  credential = $state<'client' | 'token'>('client')
  clientId = $state('')
  secret = $state('')
  tokenName = $state('')
  token = $state('')
  deskName = $state('')
  country = $state('')
  /** Nobody is asked with an answer in place: the wrong one would sell somebody else's eSIM. */
  severalDesks = $state<'yes' | 'no' | null>(null)
  untilClose = $state(false)

  checking = $state(false)
  failure = $state.raw<Failure | null>(null)

  constructor(
    readonly backend: Backend,
    { account, settings, systemCountry, serviceOption }: Snapshot,
  ) {
    this.deskName = settings.deskName
    this.country = settings.country || (systemCountry ?? '')
    if ('account' in account) this.#startFrom(account.account)
    else if (serviceOption) this.#startAt(serviceOption)
  }

  problem(field: Field): Problem | null {
    if (this.failure?.kind !== 'fields') return null
    return this.failure.problems.find((found) => found.field === field)?.problem ?? null
  }

  async send(): Promise<boolean> {
    if (this.checking) return false
    this.checking = true
    this.failure = null
    try {
      const answer = await this.backend.connectAccount(this.#form())
      if (answer.status === 'error') {
        this.failure = answer.error
        return false
      }
      this.secret = ''
      this.token = ''
      return true
    } finally {
      this.checking = false
    }
  }

  #form(): Form {
    return {
      service: this.service === 'other' ? { kind: 'other', address: this.address } : { kind: this.service },
      credential:
        this.credential === 'client'
          ? { kind: 'client', id: this.clientId, secret: this.secret }
          : { kind: 'token', name: this.tokenName, token: this.token },
      deskName: this.deskName,
      country: this.country,
      severalDesks: this.severalDesks === null ? null : this.severalDesks === 'yes',
      keep: this.untilClose ? 'until_close' : 'keychain',
    }
  }

  #startAt(address: string): void {
    this.service = 'other'
    this.address = address
  }

  #startFrom({ name, service, environment, credential, kept, severalDesks }: AccountView): void {
    if (severalDesks !== null) this.severalDesks = severalDesks ? 'yes' : 'no'
    this.credential = credential
    if (credential === 'client') this.clientId = name
    else this.tokenName = name
    this.untilClose = kept === 'until_close'
    if (environment === 'production' || environment === 'pre_production') this.service = environment
    if (environment === 'other') this.#startAt(service)
  }
}
