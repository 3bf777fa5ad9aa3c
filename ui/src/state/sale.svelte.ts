/**
 * The sale being typed. It outlives screens and failures, so that nothing typed is lost, and it lets one
 * press of the button place one order.
 */
import type { Backend } from '../backend/backend'
import type {
  Draft,
  Failure,
  Field,
  FieldProblem,
  OrderKey,
  OrderView,
  Plan,
  Problem,
  TypedKind,
} from '../backend/bindings'
import { notesOf, startOf } from '../lib/draft-parts'
import { asOrdered, notesTyped, startTyped } from './as-ordered'
import { tidied } from './tidied'

export type Phone = NonNullable<Draft['phone']>
export type Start = Draft['start']['kind']
type Form = Pick<Sale, Typed> & { id: string }
/** What a page leaves for the one after it: the form, and those that made room for it. */
type Left = { form: string | null; aside: string[] }
type Typed =
  | (
      | 'plan'
      | 'email'
      | 'firstName'
      | 'lastName'
      | 'residence'
      | 'phone'
      | 'eid'
      | 'eidAnyway'
      | 'phoneModel'
      | 'imei'
      | 'start'
      | 'date'
    )
  | ('guestPays' | 'guestCurrency' | 'note' | 'staff' | 'insteadOf')

/** Where what is typed in a field stands, and what it is meant to be. */
const typedIn: Partial<
  Record<
    Field,
    ['email' | 'firstName' | 'lastName' | 'phoneModel' | 'guestPays' | 'note' | 'staff', TypedKind]
  >
> = {
  email: ['email', 'email'],
  first_name: ['firstName', 'line'],
  last_name: ['lastName', 'line'],
  phone_model: ['phoneModel', 'line'],
  guest_pays: ['guestPays', 'line'],
  note: ['note', 'line'],
  staff: ['staff', 'line'],
}

/** So many forms are kept that made room for another one. */
const MOST_ASIDE = 5

const notesOfDraft = ({ notes: { guestPays, note } }: Draft) => ({ guestPays, note })

export class Sale {
  plan = $state.raw<Plan | null>(null)
  email = $state('')
  firstName = $state('')
  lastName = $state('')
  residence = $state('')
  phone = $state<Phone | null>(null)
  eid = $state('')
  eidAnyway = $state(false)
  phoneModel = $state('')
  imei = $state('')
  start = $state<Start>('now')
  date = $state('')
  guestPays = $state('')
  /** What guests pay in; it and the seller's name stay from sale to sale. */
  guestCurrency = $state('')
  note = $state('')
  staff = $state('')
  /** The order that this form was filled in again from: it is bought in that one's place. */
  insteadOf = $state.raw<OrderKey | null>(null)
  /** Names this filled form to Rust, which places the same one only once. */
  #id: string = crypto.randomUUID()

  placing = $state(false)
  /** Half-typed forms that made room for another one, the last one last: *Undo* brings it back. */
  aside = $state.raw<string[]>([])
  readonly lastAside = $derived.by(() => {
    const last = this.aside.at(-1)
    return last === undefined ? null : (JSON.parse(last) as Form)
  })
  /** Counts the forms that came from a page before this one. */
  begunAnew = $state(0)
  failure = $state.raw<Failure | null>(null)
  /** Fields whose problems may be shown: those the staff have been in. */
  #seen = $state.raw<Set<Field>>(new Set())
  #problems = $state.raw<FieldProblem[]>([])
  #checks = 0
  /** What was typed for each order of this run that may still be refused. */
  readonly #typed = new Map<OrderKey, Draft>()

  constructor(readonly backend: Backend) {}

  problem(field: Field): Problem | null {
    if (!this.#seen.has(field)) return null
    return this.#problems.find((found) => found.field === field)?.problem ?? null
  }

  firstProblem(): Field | null {
    return this.#problems[0]?.field ?? null
  }

  choose(plan: Plan): void {
    this.plan = plan
    if (this.failure?.kind === 'plan_gone' || this.failure?.kind === 'plan_changed') this.failure = null
  }

  draft(plan: Plan, again: boolean): Draft {
    const iphone = this.phone === 'iphone'
    return {
      idempotencyKey: this.#id,
      plan,
      email: this.email,
      firstName: this.firstName,
      lastName: this.lastName,
      residence: this.residence,
      phone: this.phone,
      eid: iphone ? this.eid : '',
      eidAnyway: iphone && this.eidAnyway,
      phoneModel: this.phone ? this.phoneModel : '',
      imei: this.phone ? this.imei : '',
      start: startOf(this),
      notes: notesOf(this, plan),
      again,
      insteadOf: this.insteadOf,
    }
  }

  /** The field has been left: from now on its problem is told. Rust says what is one. */
  async leave(field: Field): Promise<void> {
    this.#seen = new Set([...this.#seen, field])
    await this.#tidy(field)
    await this.check()
  }

  /** The field shows what would be sent. */
  async #tidy(field: Field): Promise<void> {
    const typed = typedIn[field]
    if (!typed) return
    const [name, kind] = typed
    const before = this[name]
    const after = await tidied(this.backend, kind, before)
    // Not over what was typed meanwhile.
    if (this[name] === before) this[name] = after
  }

  async check(): Promise<void> {
    if (this.plan === null) return
    const mine = ++this.#checks
    const answer = await this.backend.checkDraft(this.draft(this.plan, false))
    // A slower answer to an older question must not overwrite a newer one.
    if (mine === this.#checks && answer.status === 'ok') this.#problems = answer.data
  }

  /** Places the order once, however often it is pressed. Gives the order's key, or null with `failure` set. */
  async place(again = false): Promise<OrderKey | null> {
    if (this.placing || this.plan === null) return null
    this.placing = true
    this.failure = null
    const draft = this.draft(this.plan, again)
    try {
      const answer = await this.backend.placeOrder(draft)
      if (answer.status === 'ok') {
        this.#typed.set(answer.data, draft)
        this.clear()
        return answer.data
      }
      this.#refuse(answer.error)
      return null
    } finally {
      this.placing = false
    }
  }

  /** The form as it stands, or null while nothing is typed or chosen. */
  typed(): string | null {
    const { plan, email, firstName, lastName, residence, phone, eid, eidAnyway, start, date } = this
    const { phoneModel, imei, guestPays, guestCurrency, note, staff, insteadOf } = this
    const filled = [
      plan,
      email,
      firstName,
      lastName,
      residence,
      phone,
      eid,
      phoneModel,
      imei,
      guestPays,
      note,
      start !== 'now',
      date,
    ]
    if (!filled.some(Boolean)) return null
    const form: Form = {
      ...{ plan, email, firstName, lastName, residence, phone, eid, eidAnyway, start, date },
      ...{ phoneModel, imei, guestPays, guestCurrency, note, staff, insteadOf, id: this.#id },
    }
    return JSON.stringify(form)
  }

  /** What a page that begins anew needs to go on, or null where there is nothing. */
  left(): string | null {
    const form = this.typed()
    if (form === null && this.aside.length === 0) return null
    return JSON.stringify({ form, aside: this.aside } satisfies Left)
  }

  /** Goes on with what the page before this one was given, under the same name: it is the same sale. */
  goOnWith(left: string): void {
    const { form, aside } = JSON.parse(left) as Left
    this.aside = aside
    if (form !== null) this.#take(form)
  }

  /** Makes room for another sale. What was typed can be brought back. */
  setAside(): void {
    const typed = this.typed()
    if (typed !== null) this.aside = [...this.aside, typed].slice(-MOST_ASIDE)
    this.clear()
  }

  /** Brings back the form that made room last; what is typed now changes places with it. */
  undo(): void {
    const last = this.aside.at(-1)
    if (last === undefined) return
    this.aside = this.aside.slice(0, -1)
    this.setAside()
    this.#take(last)
  }

  /** What made room last is not wanted any more. */
  dropAside(): void {
    this.aside = this.aside.slice(0, -1)
  }

  /** Another sale to the customer of `order`: who and which room, and nothing of the phone, which may be another one. */
  sellAnother({ customer, note }: OrderView): void {
    this.setAside()
    this.email = customer?.email ?? ''
    this.firstName = customer?.firstName ?? ''
    this.lastName = customer?.lastName ?? ''
    this.note = note ?? ''
  }

  #take(typed: string): void {
    const { id, ...form } = JSON.parse(typed) as Form
    this.clear()
    Object.assign(this, form)
    this.#id = id
    this.begunAnew++
  }

  dropFailure(): void {
    this.failure = null
  }

  /** After an order that bought nothing: the form as it was, ready to be changed. */
  async restore(order: OrderView): Promise<void> {
    const typed = this.#typed.get(order.key)
    const known = typed ?? (await asOrdered(this.backend, order))
    this.setAside()
    this.insteadOf = order.key
    this.plan = order.plan
    this.email = typed?.email ?? order.customer?.email ?? ''
    this.firstName = typed?.firstName ?? order.customer?.firstName ?? ''
    this.lastName = typed?.lastName ?? order.customer?.lastName ?? ''
    this.phone = typed?.phone ?? order.customer?.phone ?? null
    this.residence = known.residence
    this.eid = known.eid
    // It was used as it is.
    this.eidAnyway = typed?.eidAnyway ?? known.eid !== ''
    this.phoneModel = known.phoneModel
    this.imei = known.imei
    Object.assign(this, startTyped(known.start), typed ? notesOfDraft(typed) : notesTyped(order))
    if (known.start === null) await this.leave('date')
  }

  /** The order is bought: what was typed for it is no longer needed here. */
  forget(order: OrderKey): void {
    this.#typed.delete(order)
  }

  clear(): void {
    this.plan = null
    this.email = ''
    this.firstName = ''
    this.lastName = ''
    this.residence = ''
    this.phone = null
    this.eid = ''
    this.eidAnyway = false
    this.phoneModel = ''
    this.imei = ''
    this.start = 'now'
    this.date = ''
    this.guestPays = ''
    this.note = ''
    this.insteadOf = null
    this.failure = null
    this.#seen = new Set()
    this.#problems = []
    this.#checks++
    this.#id = crypto.randomUUID()
  }

  #refuse(failure: Failure): void {
    this.failure = failure
    if (failure.kind !== 'fields') return
    this.#checks++
    this.#problems = failure.problems
    this.#seen = new Set([...this.#seen, ...failure.problems.map(({ field }) => field)])
  }
}
