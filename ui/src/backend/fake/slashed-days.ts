/** Days such as `05/12/2026`, which could be two, as the fake reads them. */
import type { ColumnDays, DayOrder } from '../bindings'

const SLASHED = /^(\d\d)\/(\d\d)\/(\d{4})$/

function partsOf(cell: string): [string, string, string] | null {
  const [, first = '', second = '', year = ''] = SLASHED.exec(cell) ?? []
  return year === '' ? null : [first, second, year]
}

export function isUnclear(cell: string): boolean {
  const [first = '', second = ''] = partsOf(cell) ?? []
  return first !== '' && Number(first) <= 12 && Number(second) <= 12 && first !== second
}

/** What the cells of a column tell of its days. */
export function daysOf(cells: string[]): ColumnDays {
  const unclear = cells.find(isUnclear)
  const parts = cells.flatMap((cell) => [partsOf(cell) ?? []])
  const dayFirst = parts.some(([first]) => Number(first) > 12)
  const monthFirst = parts.some(([, second]) => Number(second) > 12)
  if (unclear === undefined || (dayFirst && monthFirst)) return { order: null, couldBeTwo: null }
  const told = dayFirst ? 'day_first' : 'month_first'
  return { order: dayFirst || monthFirst ? told : null, couldBeTwo: unclear }
}

export function inOrder(cell: string, order: DayOrder): string {
  const parts = isUnclear(cell) ? partsOf(cell) : null
  if (parts === null) return cell
  const [first, second, year] = parts
  return order === 'day_first' ? `${year}-${second}-${first}` : `${year}-${first}-${second}`
}
