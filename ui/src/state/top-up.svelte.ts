/** The top-up being typed, of one SIM. Nothing is lost with it but a choice: it lives as long as its screen. */
import type { Backend } from '../backend/backend'
import type {
  Failure,
  Field,
  FieldProblem,
  OrderKey,
  Plan,
  Problem,
  StartChoice,
  TopUpDraft,
} from '../backend/bindings'
import { notesOf, startOf } from '../lib/draft-parts'

export class TopUp {
  plan = $state.raw<Plan | null>(null)
  start = $state<StartChoice['kind']>('now')
  date = $state('')
  guestPays = $state('')
  guestCurrency = $state('')
  note = $state('')
  staff = $state('')
  placing = $state(false)
  failure = $state.raw<Failure | null>(null)
  /** Names this filled form to Rust, which places the same one only once. */
  readonly #id: string = crypto.randomUUID()
  #seen = $state.raw<Set<Field>>(new Set())
  #problems = $state.raw<FieldProblem[]>([])
  #checks = 0

  constructor(
    readonly backend: Backend,
    readonly iccid: string,
    staff: string,
  ) {
    this.staff = staff
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

  #draft(plan: Plan, again: boolean): TopUpDraft {
    return {
      idempotencyKey: this.#id,
      iccid: this.iccid,
      plan,
      start: startOf(this),
      notes: notesOf(this, plan),
      again,
    }
  }
}
