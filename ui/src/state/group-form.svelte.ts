/**
 * A table of guests on its way to a group: read, mended and checked, and bought by one press. It outlives its screen, so
 * that a look elsewhere loses nothing. Not in the first script.
 */
import type { Answer, Backend } from '../backend/backend'
import type {
  CheckedGroup,
  CheckedLine,
  ColumnKind,
  Encoding,
  Failure,
  GroupDraft,
  GroupKey,
  LineDraft,
  Phone,
  Plan,
  StartChoice,
  TableRead,
} from '../backend/bindings'
import { startOf } from '../lib/draft-parts'

export class GroupForm {
  text = $state('')
  table = $state.raw<TableRead | null>(null)
  /** Whether the table came from a file, which can be read in another encoding. */
  fromFile = $state(false)
  lines = $state.raw<LineDraft[]>([])
  plan = $state('')
  email = $state('')
  start = $state<StartChoice['kind']>('now')
  date = $state('')
  phone = $state<Phone | null>(null)
  checked = $state.raw<CheckedGroup | null>(null)
  failure = $state.raw<Failure | null>(null)
  working = $state(false)
  begun = $state(false)
  /** What stands on the button is being looked at anew. */
  checking = $state(false)
  #whose = ''
  /** Names this table to Rust, which begins the same group only once. */
  #reference: string = crypto.randomUUID()
  #checks = 0
  /** What a person did to lines, which outlives another reading of the same table. */
  #left = new Set<number>()
  #changed = new Map<number, LineDraft>()

  /** What one account's staff typed is nothing to another. */
  begin(account: string, houseEmail: string): void {
    if (account === this.#whose) return
    this.#whose = account
    this.clear()
    this.email = houseEmail
  }

  clear(): void {
    this.text = ''
    this.table = this.checked = this.failure = null
    this.lines = []
    this.working = this.begun = this.checking = false
    this.#left = new Set()
    this.#changed = new Map()
    this.#reference = crypto.randomUUID()
    this.#checks++
  }

  async readText(backend: Backend, plans: Plan[]): Promise<void> {
    this.fromFile = false
    await this.#take(backend, plans, await backend.readTable(this.text, plans))
  }

  async open(backend: Backend, plans: Plan[]): Promise<void> {
    const answer = await backend.openTable(plans)
    if (answer.status === 'ok' && answer.data === null) return
    this.fromFile = true
    await this.#take(backend, plans, answer as Answer<TableRead>)
  }

  async readAs(backend: Backend, plans: Plan[], encoding: Encoding): Promise<void> {
    await this.#take(backend, plans, await backend.readTableAs(encoding, plans))
  }

  async setColumn(backend: Backend, plans: Plan[], at: number, kind: ColumnKind): Promise<void> {
    if (!this.table) return
    const columns = this.table.columns.map((known, other) =>
      // One of each kind, but for what is not needed.
      other === at ? kind : known === kind && kind !== 'other' ? 'other' : known,
    )
    await this.#map(backend, plans, { ...this.table, columns })
  }

  async setHeadings(backend: Backend, plans: Plan[], headings: boolean): Promise<void> {
    if (this.table) await this.#map(backend, plans, { ...this.table, headings })
  }

  async changeLine(backend: Backend, plans: Plan[], line: LineDraft): Promise<void> {
    this.#changed.set(line.line, line)
    this.lines = this.lines.map((known) => (known.line === line.line ? line : known))
    await this.check(backend, plans)
  }

  async leaveOut(backend: Backend, plans: Plan[], line: number): Promise<void> {
    this.#left.add(line)
    this.lines = this.lines.filter((known) => known.line !== line)
    await this.check(backend, plans)
  }

  async check(backend: Backend, plans: Plan[]): Promise<void> {
    const mine = ++this.#checks
    this.checking = true
    const answer = await backend.checkGroup(this.draft(plans))
    // A slower answer to an older question must not overwrite a newer one.
    if (mine !== this.#checks) return
    this.checking = false
    // Without an answer nobody knows what it comes to.
    this.checked = answer.status === 'ok' ? answer.data : null
    if (answer.status === 'error') this.failure = answer.error
  }

  async checkAgain(backend: Backend, plans: Plan[]): Promise<void> {
    this.failure = null
    await this.check(backend, plans)
  }

  /** Begins the group once, however often it is pressed. */
  async buy(backend: Backend, plans: Plan[], staff: string): Promise<GroupKey | null> {
    const agreed = this.checked?.cost
    if (this.begun || this.checking || !agreed) return null
    this.begun = true
    this.failure = null
    const answer = await backend.beginGroup({ ...this.draft(plans), staff }, agreed)
    this.begun = false
    if (answer.status === 'ok') {
      this.clear()
      return answer.data
    }
    this.failure = answer.error
    if (answer.error.kind === 'group_changed') await this.check(backend, plans)
    return null
  }

  /** With a line alone: what that line comes to. */
  draft(plans: Plan[], lines = this.lines): GroupDraft {
    return {
      reference: this.#reference,
      lines,
      plans,
      plan: this.plan,
      email: this.email,
      start: startOf(this),
      phone: this.phone,
      staff: '',
    }
  }

  async #take(backend: Backend, plans: Plan[], answer: Answer<TableRead>): Promise<void> {
    this.failure = null
    if (answer.status === 'error') this.failure = answer.error
    else await this.#map(backend, plans, answer.data)
  }

  async #map(backend: Backend, plans: Plan[], table: TableRead): Promise<void> {
    this.working = true
    const answer = await backend.linesOfTable(table)
    this.working = false
    if (answer.status === 'error') {
      this.failure = answer.error
      return
    }
    this.table = table
    this.lines = answer.data
      .filter(({ line }) => !this.#left.has(line))
      .map((line) => this.#changed.get(line.line) ?? line)
    await this.check(backend, plans)
  }
}

/** What came of checking each line, by its number. */
export function byLine(checked: CheckedGroup | null): Map<number, CheckedLine> {
  return new Map(checked?.lines.map((line) => [line.line, line]))
}

const forms = new WeakMap<Backend, GroupForm>()

/** One for each window on the program. */
export function groupFormOf(backend: Backend): GroupForm {
  const known = forms.get(backend) ?? new GroupForm()
  forms.set(backend, known)
  return known
}
