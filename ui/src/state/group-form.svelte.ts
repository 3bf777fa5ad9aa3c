/**
 * A table of guests on its way to a group: read, mended and checked, and bought by one press. It outlives its screen and, in
 * the program's memory, the page, so that nothing typed is lost. Not in the first script.
 */
import type { Answer, Backend } from '../backend/backend'
import type {
  CheckedGroup,
  CheckedLine,
  ColumnDays,
  ColumnKind,
  DayOrder,
  Encoding,
  Failure,
  ForAll,
  GroupDraft,
  GroupKey,
  LineDraft,
  Phone,
  Plan,
  StartChoice,
  TableRead,
} from '../backend/bindings'
import { currencyOf, startOf } from '../lib/draft-parts'
import { isAnyAsked } from '../lib/group-words'
import { shownPlans } from './shown-plans'

/** What a person changed in a line; null where they left it out. */
type Mended = Record<number, Partial<LineDraft> | null>
type Typed = Pick<
  GroupForm,
  | ('text' | 'table' | 'days' | 'file' | 'named' | 'lines' | 'plan' | 'email' | 'start' | 'date' | 'phone')
  | ('guestPays' | 'guestCurrency')
  | ('changing' | 'lineAside' | 'mended' | 'reference')
>
/** What a page leaves for the one after it. */
type Left = { whose: string; typed: Typed | null; aside: Typed[]; up: boolean; lastFile: string | null }

const NO_DAYS: ColumnDays = { order: null, couldBeTwo: null }

/** More than anybody has begun and not bought. */
const MOST_ASIDE = 5

export class GroupForm {
  text = $state('')
  table = $state.raw<TableRead | null>(null)
  /** How the column of starts was read. */
  days = $state.raw<ColumnDays>(NO_DAYS)
  /** The file that the table came from. */
  file = $state<string | null>(null)
  /** A person said what the columns are: in other letters they are still those. */
  named = $state(false)
  lines = $state.raw<LineDraft[]>([])
  plan = $state('')
  email = $state('')
  start = $state<StartChoice['kind']>('now')
  date = $state('')
  phone = $state<Phone | null>(null)
  /** What each guest pays, where the provider wants to know it. */
  guestPays = $state('')
  guestCurrency = $state('')
  /** Who sells it. */
  staff = $state('')
  /** The line that is being mended, as far as it is typed. */
  changing = $state.raw<LineDraft | null>(null)
  /** What was typed in a line whose form was closed without keeping it: *Undo* brings it back. */
  lineAside = $state.raw<LineDraft | null>(null)
  mended = $state.raw<Mended>({})
  /** Names this table to Rust, which begins the same group only once. */
  reference = $state<string>(crypto.randomUUID())
  /** The tables that made room for another one, the last one last: *Undo* brings them back, one after the other. */
  aside = $state.raw<Typed[]>([])
  lastFile = $state<string | null>(null)
  /** Whether the table is on screen. */
  up = $state(false)
  checked = $state.raw<CheckedGroup | null>(null)
  failure = $state.raw<Failure | null>(null)
  working = $state(false)
  begun = $state(false)
  /** What stands on the button is being looked at anew. */
  checking = $state(false)
  /** What guests pay in unless somebody says otherwise: what the plans of the lines are charged in, where that is one. */
  readonly currency = $derived(currencyOf((this.checked?.lines ?? []).flatMap(({ plan }) => plan ?? [])))
  /** Whether its file is the one opened last, which can be read in another encoding. */
  readonly isLastFile = $derived(this.file !== null && this.file === this.lastFile)
  /** A column is still to be named: without it plans would start at once, or go to another address. */
  readonly asked = $derived(this.table !== null && isAnyAsked(this.table))
  readonly forAll: ForAll = $derived({ plan: this.plan, email: this.email, start: startOf(this) })
  /** Whether day or month stands first in the column of starts is still to be said: one answer for all its lines. */
  readonly dayAsked = $derived(this.days.couldBeTwo !== null && this.days.order === null)
  #whose = $state('')
  #checks = 0
  #maps = 0

  /** What one account's staff typed is nothing to another. */
  begin(account: string, houseEmail: string): void {
    if (account === this.#whose) return
    this.forget()
    this.#whose = account
    this.email = houseEmail
  }

  /** Nothing of it stays: it was bought, or the account is another one. */
  clear(): void {
    this.file = null
    this.text = this.guestPays = this.guestCurrency = ''
    this.table = this.checked = this.failure = this.changing = this.lineAside = null
    this.lines = []
    this.days = NO_DAYS
    this.mended = {}
    this.working = this.begun = this.checking = this.named = false
    this.reference = crypto.randomUUID()
    this.#checks++
    this.#maps++
  }

  forget(): void {
    this.clear()
    this.aside = []
    this.plan = this.email = this.staff = this.date = this.#whose = ''
    this.start = 'now'
    this.phone = null
  }

  /** Makes room for another table. This one can be brought back. */
  setAside(): void {
    this.aside = [...this.aside, this.#typed() ?? []].flat().slice(-MOST_ASIDE)
    this.clear()
  }

  /** Nobody wants the table that made room last. */
  dropAside(): void {
    this.aside = this.aside.slice(0, -1)
  }

  /** Brings back the table that made room last; what is there now goes behind the others, so that each has its turn. */
  async undo(backend: Backend, plans: Plan[]): Promise<void> {
    const last = this.aside.at(-1)
    if (last === undefined) return
    this.aside = [this.#typed() ?? [], this.aside.slice(0, -1)].flat()
    this.#take(last)
    if (this.lines.length > 0) await this.check(backend, plans)
  }

  /** What a page that begins anew needs to go on, or null where there is nothing. */
  left(): string | null {
    const { aside, up, lastFile } = this
    const typed = this.#typed()
    if (typed === null && aside.length === 0) return null
    return JSON.stringify({ whose: this.#whose, typed, aside, up, lastFile } satisfies Left)
  }

  /** Goes on with what the page before this one was given. Whether it had the table on screen. */
  goOnWith(left: string | null): boolean {
    if (left === null || this.left() !== null) return false
    const { whose, typed, aside, up, lastFile } = JSON.parse(left) as Left
    this.#whose = whose
    this.aside = aside
    this.lastFile = lastFile
    if (typed !== null) this.#take(typed)
    return up
  }

  async readText(backend: Backend, plans: Plan[], text = this.text): Promise<void> {
    this.file = null
    this.named = false
    this.mended = {}
    await this.#read(backend, plans, await backend.readTable(text, plans, shownPlans(plans)))
  }

  async open(backend: Backend, plans: Plan[]): Promise<void> {
    const answer = await backend.openTable(plans, shownPlans(plans))
    if (answer.status === 'ok' && answer.data === null) return
    this.file = this.lastFile = crypto.randomUUID()
    this.named = false
    this.mended = {}
    await this.#read(backend, plans, answer as Answer<TableRead>)
  }

  async readAs(backend: Backend, plans: Plan[], encoding: Encoding): Promise<void> {
    const { table, named } = this
    const answer = await backend.readTableAs(encoding, plans, shownPlans(plans))
    if (answer.status === 'ok' && named && table?.columns.length === answer.data.columns.length) {
      const { columns, headings, seem, dayOrder } = table
      const said = { columns, headings, seem, dayOrder }
      await this.#read(backend, plans, { ...answer, data: { ...answer.data, ...said } })
      return
    }
    await this.#read(backend, plans, answer)
  }

  async setColumn(backend: Backend, plans: Plan[], at: number, kind: ColumnKind): Promise<void> {
    if (!this.table) return
    const columns = this.table.columns.map((known, other) =>
      // One of each kind, but for what is not needed.
      other === at ? kind : known === kind && kind !== 'other' ? 'other' : known,
    )
    // It was said, also where it is nothing that we need.
    const seem = this.table.seem.map((seems, other) => (other === at ? null : seems))
    // Which day is meant was said of the column that held the starts before.
    const isMoved = columns.indexOf('start') !== this.table.columns.indexOf('start')
    const dayOrder = isMoved ? null : this.table.dayOrder
    await this.#say(backend, plans, { ...this.table, columns, seem, dayOrder })
  }

  async setDayOrder(backend: Backend, plans: Plan[], dayOrder: DayOrder): Promise<void> {
    if (this.table) await this.#say(backend, plans, { ...this.table, dayOrder })
  }

  async setHeadings(backend: Backend, plans: Plan[], headings: boolean): Promise<void> {
    if (this.table) await this.#say(backend, plans, { ...this.table, headings })
  }

  /** The line's form is closed without keeping what was typed. */
  dismissLine(): void {
    const before = this.lines.find(({ line }) => line === this.changing?.line)
    if (this.changing && before && !isSameLine(this.changing, before)) this.lineAside = this.changing
    this.changing = null
  }

  /** The line's form comes back as it was typed. */
  undoLine(): void {
    this.changing = this.lineAside
    this.lineAside = null
  }

  async changeLine(backend: Backend, plans: Plan[], line: LineDraft): Promise<void> {
    const before = this.lines.find((known) => known.line === line.line)
    const changed = Object.entries(line).filter(
      ([cell, typed]) => before?.[cell as keyof LineDraft] !== typed,
    )
    this.#mend(line.line, { ...this.mended[line.line], ...Object.fromEntries(changed) })
    await this.check(backend, plans)
  }

  async leaveOut(backend: Backend, plans: Plan[], line: number): Promise<void> {
    this.#mend(line, null)
    await this.check(backend, plans)
  }

  async check(backend: Backend, plans: Plan[]): Promise<void> {
    const mine = ++this.#checks
    this.checking = true
    const answer = await backend.checkGroup(this.draft(plans), null)
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

  /** Begins the group once, however often it is pressed. `lead` goes to it, before an empty form is shown in its place. */
  async buy(backend: Backend, plans: Plan[], lead: (group: GroupKey) => void): Promise<void> {
    const agreed = this.checked?.cost
    if (this.begun || this.working || this.checking || this.asked || this.dayAsked || !agreed) return
    this.begun = true
    this.failure = null
    const answer = await backend.beginGroup(this.draft(plans), agreed)
    this.begun = false
    if (answer.status === 'ok') {
      lead(answer.data)
      this.clear()
      return
    }
    this.failure = answer.error
    if (answer.error.kind === 'group_changed') await this.check(backend, plans)
  }

  /** With a line alone: what that line comes to. */
  draft(plans: Plan[], lines = this.lines): GroupDraft {
    return {
      reference: this.reference,
      lines,
      plans,
      shown: shownPlans(plans),
      ...this.forAll,
      phone: this.phone,
      guestPays: this.guestPays,
      guestCurrency: this.guestCurrency || this.currency,
      staff: this.staff,
    }
  }

  /** The table as it stands, or null while nothing is typed or read. */
  #typed(): Typed | null {
    const { text, table, days, file, named, lines, plan, email, start, date, phone } = this
    const { guestPays, guestCurrency, changing, lineAside, mended, reference } = this
    if (text.trim() === '' && lines.length === 0) return null
    return {
      ...{ text, table, days, file, named, lines, plan, email, start, date, phone },
      ...{ guestPays, guestCurrency, changing, lineAside, mended, reference },
    }
  }

  #take(typed: Typed): void {
    this.clear()
    Object.assign(this, typed)
  }

  #mend(line: number, mended: Partial<LineDraft> | null): void {
    this.mended = { ...this.mended, [line]: mended }
    if (this.lineAside?.line === line) this.lineAside = null
    this.lines = this.#asMended(this.lines)
  }

  #asMended(lines: LineDraft[]): LineDraft[] {
    return (
      lines
        .filter(({ line }) => this.mended[line] !== null)
        // What is as before stays the same object, so that only what changed is drawn anew.
        .map((line) => (this.mended[line.line] ? { ...line, ...this.mended[line.line] } : line))
    )
  }

  async #read(backend: Backend, plans: Plan[], answer: Answer<TableRead>): Promise<void> {
    this.failure = null
    if (answer.status === 'error') this.failure = answer.error
    else await this.#map(backend, plans, answer.data)
  }

  /** A person said how the table is to be read. What they wanted all the same was the line as it was read before. */
  async #say(backend: Backend, plans: Plan[], table: TableRead): Promise<void> {
    this.named = true
    const lines = Object.entries(this.mended)
    this.mended = Object.fromEntries(
      lines.map(([line, mended]) => [line, mended && { ...mended, anyway: false }]),
    )
    await this.#map(backend, plans, table)
  }

  async #map(backend: Backend, plans: Plan[], table: TableRead): Promise<void> {
    const mine = ++this.#maps
    this.working = true
    // At once, or what is said next would be said of the table before.
    this.table = table
    const answer = await backend.linesOfTable(table)
    // A slower answer of the table as it was before must not overwrite a newer one.
    if (mine !== this.#maps) return
    this.working = false
    if (answer.status === 'error') {
      this.failure = answer.error
      return
    }
    const { lines, days } = answer.data
    // What a person mended stays, whatever a column is called.
    this.lineAside = this.lineAside && carried(this.lineAside, this.lines, lines)
    this.lines = this.#asMended(lines)
    this.days = days
    await this.check(backend, plans)
  }
}

/** What was typed in a line, over the line as it is read now. */
function carried(typed: LineDraft, before: LineDraft[], now: LineDraft[]): LineDraft | null {
  const was = before.find(({ line }) => line === typed.line)
  const is = now.find(({ line }) => line === typed.line)
  if (was === undefined || is === undefined) return null
  const own = Object.entries(typed).filter(([cell, text]) => was[cell as keyof LineDraft] !== text)
  return { ...is, ...Object.fromEntries(own) }
}

export function isSameLine(one: LineDraft, other: LineDraft): boolean {
  return Object.entries(one).every(([cell, typed]) => other[cell as keyof LineDraft] === typed)
}

/** What came of checking each line, by its number. */
export function byLine(checked: CheckedGroup | null): Map<number, CheckedLine> {
  return new Map(checked?.lines.map((line) => [line.line, line]))
}

/** The window on the program, which keeps the table for a page that begins anew. */
type Around = { table: GroupForm | null }

/** One for each window. */
export function groupFormOf(around: Around): GroupForm {
  around.table ??= new GroupForm()
  return around.table
}
