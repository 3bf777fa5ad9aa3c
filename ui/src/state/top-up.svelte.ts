/** The top-up being typed, of one SIM. It lives as long as its screen; what is typed outlives it in `kept-forms`. */
import type { Backend } from '../backend/backend'
import type {
  Failure,
  Field,
  FieldProblem,
  OrderKey,
  OrderView,
  Plan,
  Problem,
  StartChoice,
  TopUpDraft,
} from '../backend/bindings'
import { notesOf, startOf } from '../lib/draft-parts'
import { asOrdered, notesTyped, startTyped } from './as-ordered'

type Typed = Pick<
  TopUp,
  | ('id' | 'plan' | 'phone' | 'phoneModel' | 'imei' | 'start' | 'date')
  | ('guestPays' | 'guestCurrency' | 'note' | 'staff' | 'insteadOf')
>

export class TopUp {
  plan = $state.raw<Plan | null>(null)
  phone = $state<TopUpDraft['phone']>(null)
  phoneModel = $state('')
  imei = $state('')
  start = $state<StartChoice['kind']>('now')
  date = $state('')
  guestPays = $state('')
  guestCurrency = $state('')
  note = $state('')
  staff = $state('')
  /** The top-up that this form was filled in again from: it is bought in that one's place. */
  insteadOf = $state.raw<OrderKey | null>(null)
  placing = $state(false)
  failure = $state.raw<Failure | null>(null)
  /** Names this filled form to Rust, which places the same one only once. */
  id: string = crypto.randomUUID()
  #seen = $state.raw<Set<Field>>(new Set())
  #problems = $state.raw<FieldProblem[]>([])
  #checks = 0

  constructor(
    readonly backend: Backend,
    readonly iccid: string,
    staff: string,
    /** The phone that the eSIM was sold for, as far as that is known. */
    readonly soldFor: TopUpDraft['phone'] = null,
  ) {
    this.staff = staff
    this.phone = soldFor
  }

  problem(field: Field): Problem | null {
    if (!this.#seen.has(field)) return null
    return this.#problems.find((found) => found.field === field)?.problem ?? null
  }

  choose(plan: Plan): void {
    this.plan = plan
    this.failure = null
  }

  /** The field has been left: from now on its problem is told. Rust says what is one. */
  async leave(field: Field): Promise<void> {
    this.#seen = new Set([...this.#seen, field])
    await this.check()
  }

  async check(): Promise<void> {
    if (this.plan === null) return
    const mine = ++this.#checks
    const answer = await this.backend.checkTopUp(this.#draft(this.plan, false))
    // A slower answer to an older question must not overwrite a newer one.
    if (mine === this.#checks && answer.status === 'ok') this.#problems = answer.data
  }

  /** Places the top-up once, however often it is pressed. Gives the order's key, or null with `failure` set. */
  async place(again: boolean): Promise<OrderKey | null> {
    if (this.placing || this.plan === null) return null
    this.placing = true
    this.failure = null
    try {
      const answer = await this.backend.topUp(this.#draft(this.plan, again))
      if (answer.status === 'ok') return answer.data
      this.failure = answer.error
      if (answer.error.kind === 'fields') {
        this.#checks++
        this.#problems = answer.error.problems
        this.#seen = new Set([...this.#seen, ...answer.error.problems.map(({ field }) => field)])
      }
      return null
    } finally {
      this.placing = false
    }
  }

  /** The form as it stands, or null while nothing is typed or chosen. */
  typed(): string | null {
    const { id, plan, phone, phoneModel, imei, start, date } = this
    const { guestPays, guestCurrency, note, staff, insteadOf } = this
    const isOwnPhone = phone !== this.soldFor
    const filled = [plan, isOwnPhone, phoneModel, imei, start !== 'now', date, guestPays, note]
    if (!filled.some(Boolean)) return null
    const typed: Typed = {
      ...{ id, plan, phone, phoneModel, imei, start, date },
      ...{ guestPays, guestCurrency, note, staff, insteadOf },
    }
    return JSON.stringify(typed)
  }

  /** What was typed, to be told what it was. */
  static read(typed: string): Typed {
    return JSON.parse(typed) as Typed
  }

  /** Goes on with what was typed before, under the same name: it is the same top-up. */
  take(typed: string): void {
    Object.assign(this, TopUp.read(typed))
    this.failure = null
  }

  /** After a top-up that bought nothing: the form as it was, to be bought in that one's place. */
  async restore(order: OrderView): Promise<void> {
    this.insteadOf = order.key
    const { id } = this
    const { start, phoneModel, imei } = await asOrdered(this.backend, order)
    // Not over what was typed meanwhile.
    if (this.id !== id || this.typed() !== null) return
    this.plan = order.plan
    this.phone = order.customer?.phone ?? this.soldFor
    Object.assign(this, { phoneModel, imei }, startTyped(start), notesTyped(order))
    if (start === null) await this.leave('date')
  }

  #draft(plan: Plan, again: boolean): TopUpDraft {
    return {
      idempotencyKey: this.id,
      iccid: this.iccid,
      plan,
      phone: this.phone,
      phoneModel: this.phone ? this.phoneModel : '',
      imei: this.phone ? this.imei : '',
      start: startOf(this),
      notes: notesOf(this, plan),
      again,
      insteadOf: this.insteadOf,
    }
  }
}
