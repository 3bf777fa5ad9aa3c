/** What a line of a group is called, what is wrong with it, and what a group costs, in words. Pure. */
import type {
  CheckedLine,
  Cost,
  Failure,
  Field,
  GroupLineView,
  LineDraft,
  LineProblem,
  Plan,
  StartChoice,
  TableRead,
} from '../backend/bindings'
import type { Messages } from '../lang/staff'
import type { LazyMessages } from '../lang/staff-lazy'
import { colonOf } from './colon'
import { explainProblem } from './failures'
import type { Format } from './format'
import { planTitle, type PlanWords } from './plans'

/** A column that nobody has named, although it looks like something: a person says what it is. */
export function isAsked({ seem, columns }: TableRead, at: number): boolean {
  return (seem[at] ?? null) !== null && columns[at] === 'other'
}

export function isAnyAsked(table: TableRead): boolean {
  return table.columns.some((_, at) => isAsked(table, at))
}

/** While the column is asked about, no line is told to write its day anew: one answer is enough for all of them. */
export function withoutDays(checked: Map<number, CheckedLine>): Map<number, CheckedLine> {
  const isOther = ({ kind }: LineProblem) => kind !== 'start_unclear'
  const lines = [...checked.values()].map((line) => ({ ...line, problems: line.problems.filter(isOther) }))
  return new Map(lines.map((line) => [line.line, line]))
}

type Words = LazyMessages['group']

export function costWords(cost: Cost, t: Words, format: Format): string {
  const parts = cost.sums.map((sum) => format.money(sum))
  if (cost.withoutPrice > 0) parts.push(t.unpriced(cost.withoutPrice))
  return parts.join(t.and)
}

export function namedPlan(plan: Plan, told: PlanWords): string {
  return [planTitle(told, plan), told.duration, told.price].filter(Boolean).join(', ')
}

/** What a plan that changed or is gone means for the lines that it was to be bought for. */
export function planNews(why: Failure, t: Words, named: (plan: Plan) => string): string | undefined {
  if (why.kind === 'plan_changed') return t.planNow(named(why.now))
  return why.kind === 'plan_gone' ? t.planGone : undefined
}

/** A line that is set aside: its number, and whose it is. */
export function namedLine({ line, guest, email }: LineDraft, t: Words): string {
  return [`${t.line} ${line}`, guest || email].filter(Boolean).join(', ')
}

export function namedStart(start: StartChoice, { sell }: Messages, locale: string): string {
  if (start.kind === 'now') return sell.startNow
  if (start.kind === 'first_use') return sell.startFirstUse
  const day = new Date(`${start.date}T00:00:00Z`)
  // Nobody has said yet which.
  if (Number.isNaN(day.getTime())) return sell.startOnDate
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(day)
}

export function problemWords(problem: LineProblem, t: Words, words: Messages, language: string): string {
  if (problem.kind === 'field') {
    const said = explainProblem(problem.problem, words)
    const field = fieldName(problem.field, t, words)
    return field === '' ? said : field + colonOf(language) + said
  }
  if (problem.kind === 'plan_unclear') return t.problems.plan_unclear(problem.plans.length)
  if (problem.kind === 'same_as') return t.problems.same_as(problem.line)
  return t.problems[problem.kind]
}

function fieldName(field: Field, t: Words, { sell }: Messages): string {
  const names: Partial<Record<Field, string>> = {
    email: t.kinds.email,
    first_name: t.kinds.guest,
    last_name: t.kinds.guest,
    note: t.kinds.note,
    date: t.kinds.start,
    phone: sell.phone,
    phone_model: t.kinds.phone_model,
    imei: t.kinds.imei,
    guest_pays: sell.guestPays,
    guest_currency: sell.guestCurrency,
    staff: sell.staff,
  }
  return names[field] ?? ''
}

export type LineTone = 'good' | 'note' | 'warn' | 'bad'

/** How a line stands where no order of it says more. */
export function lineState(line: GroupLineView, t: Words): { says: string; tone: LineTone } {
  if (line.toBuy) return { says: line.state === 'ordered' ? t.states.buying : t.states.next, tone: 'note' }
  if (line.draft === null) return { says: t.states.gone, tone: 'note' }
  if (line.state === 'waiting' || line.state === 'ordered') return { says: t.states.waiting, tone: 'note' }
  if (line.state === 'left_out') return { says: t.states.left_out, tone: 'note' }
  return line.state === 'unsure'
    ? { says: t.states.unsure, tone: 'warn' }
    : { says: t.states.stopped, tone: 'bad' }
}
