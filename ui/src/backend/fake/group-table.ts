/** A table of guests as the fake reads it, and what is wrong with each of its lines. Pure. */
import type { CheckedLine, ColumnKind, GroupDraft, LineDraft, TableRead } from '../bindings'
import { imeiProblem } from './draft'
import { daysOf, isUnclear } from './slashed-days'

const headings: Record<string, ColumnKind> = {
  guest: 'guest',
  gast: 'guest',
  'e-mail': 'email',
  plan: 'plan',
  start: 'start',
  room: 'note',
  language: 'language',
  model: 'phone_model',
  imei: 'imei',
}

export function tableOf(text: string): TableRead {
  const lines = text.split('\n').map((line) => line.split(/[;\t]/).map((cell) => cell.trim()))
  const rows = lines
    .map((cells, at) => ({ row: at + 1, cells }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
  const first = rows[0]?.cells.map((cell) => headings[cell.toLowerCase()])
  const known = first?.some(Boolean) ?? false
  const columns: ColumnKind[] = known
    ? (first ?? []).map((kind) => kind ?? 'other')
    : (rows[0]?.cells ?? []).map((_, at) => (['guest', 'email', 'plan', 'start'] as const)[at] ?? 'other')
  const looks = { email: /@/, start: /^\d{4}-\d\d-\d\d$/ }
  const seem = columns.map((kind, at) => {
    const cells = rows.slice(known ? 1 : 0).flatMap((row) => row.cells[at] || [])
    const like = (['email', 'start'] as const).find((name) => cells.every((cell) => looks[name].test(cell)))
    return kind === 'other' && cells.length > 0 ? (like ?? null) : null
  })
  const days = columns.map((_, at) => daysOf(rows.slice(known ? 1 : 0).map((row) => row.cells[at] ?? '')))
  return {
    rows,
    headings: known,
    above: 0,
    columns,
    seem,
    dayOrder: days.map(({ order }) => order),
    dayAsked: days.map(({ asked }) => asked),
    encoding: 'utf8',
    encodingIsGuessed: false,
  }
}

export function checkedLine(line: LineDraft, draft: GroupDraft, needed: boolean): CheckedLine {
  const { plans, plan: all, email, start, lines } = draft
  const wanted = line.plan || all
  const plan = plans.find(({ id, name }) => id === wanted || name === wanted) ?? null
  const address = line.email || email
  const problems: CheckedLine['problems'] = []
  if (line.doubtful && !line.anyway) problems.push({ kind: 'no_guest' })
  if (wanted === '') problems.push({ kind: 'plan_missing' })
  else if (plan === null) problems.push({ kind: 'plan_unknown' })
  if (isUnclear(line.start)) problems.push({ kind: 'start_unclear' })
  if (!address.includes('@')) {
    problems.push({ kind: 'field', field: 'email', problem: { kind: address ? 'not_an_email' : 'empty' } })
  }
  if (needed && !line.phoneModel) {
    problems.push({ kind: 'field', field: 'phone_model', problem: { kind: 'empty' } })
  }
  const imei = imeiProblem((line.imei ?? '').replaceAll(/[\s-]/g, ''), needed)
  if (imei) problems.push({ kind: 'field', field: 'imei', problem: imei })
  const same = lines.find(
    (other) =>
      other.line < line.line && other.guest === line.guest && other.email === line.email && line.guest,
  )
  if (same && !line.anyway) problems.push({ kind: 'same_as', line: same.line })
  return { line: line.line, email: address, plan, start: isUnclear(line.start) ? null : start, problems }
}
