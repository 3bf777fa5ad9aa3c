/** A table of guests as the fake reads it, and what is wrong with each of its lines. Pure. */
import type { CheckedLine, ColumnKind, GroupDraft, LineDraft, TableLines, TableRead } from '../bindings'
import { imeiProblem } from './draft'
import { daysOf, inOrder, isUnclear } from './slashed-days'

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
  return {
    rows,
    headings: known,
    above: 0,
    columns,
    seem,
    dayOrder: null,
    encoding: 'utf8',
    encodingIsGuessed: false,
  }
}

export function linesOf(table: TableRead): TableLines {
  const rows = table.rows.slice(table.headings ? 1 : 0)
  const cellOf = ({ cells }: (typeof rows)[number], kind: ColumnKind) =>
    cells[table.columns.indexOf(kind)] ?? ''
  const told = daysOf(rows.map((row) => cellOf(row, 'start')))
  const days = { ...told, order: table.dayOrder ?? told.order }
  const lines = rows.map((row): LineDraft => {
    const cell = (kind: ColumnKind) => cellOf(row, kind)
    return {
      line: row.row,
      guest: cell('guest'),
      email: cell('email'),
      plan: cell('plan'),
      start: days.order === null ? cell('start') : inOrder(cell('start'), days.order),
      note: cell('note'),
      language: cell('language'),
      phoneModel: cell('phone_model'),
      imei: cell('imei'),
      anyway: false,
      doubtful: /^total/i.test(row.cells[0] ?? ''),
    }
  })
  return { lines, days }
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
  const begins = /^\d{4}-\d\d-\d\d$/.test(line.start) ? { kind: 'on_date' as const, date: line.start } : start
  return { line: line.line, email: address, plan, start: isUnclear(line.start) ? null : begins, problems }
}
