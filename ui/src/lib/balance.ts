/** What is left of a plan's data, as the trade writes it. What the provider leaves out is not made up. */
import type { Balance } from '../backend/bindings'
import type { Format } from './format'

export type BalanceWords = {
  /** Such as "4.7 GB"; null where nobody says in what it is counted. */
  left: string | null
  of: string | null
  /** What is left of one: 0 to 1. */
  share: number | null
}

const BYTES = /^b(?:ytes?)?$/i
const NAMES = ['KB', 'MB', 'GB', 'TB'] as const
const MEGABYTE = 1_000_000
const MEBIBYTE = 1_048_576

export function balanceWords({ left, of, unit }: Balance, format: Format): BalanceWords {
  const [rest, whole] = [amount(left), amount(of)]
  const share = rest !== null && whole !== null && whole > 0 ? Math.min(rest / whole, 1) : null
  if (unit === null) return { left: null, of: null, share }
  if (!BYTES.test(unit)) {
    const written = (text: string | null) => (text === null ? null : `${format.number(text)} ${unit}`)
    return { left: written(rest === null ? null : String(rest)), of: written(of), share }
  }
  const step = stepOf(whole ?? rest ?? 0)
  return {
    left: rest === null ? null : scaled(rest, step, whole, format),
    of: whole === null ? null : scaled(whole, step, whole, format),
    share,
  }
}

/** Nobody has less than nothing left. */
function amount(text: string | null): number | null {
  const number = text === null ? NaN : Number(text)
  return Number.isFinite(number) ? Math.max(number, 0) : null
}

/** Plans are sold in round numbers: the counting in which this one is round. The documentation's are round in 1,024. */
function stepOf(whole: number): 1000 | 1024 {
  return whole > 0 && whole % MEGABYTE === 0 && whole % MEBIBYTE !== 0 ? 1000 : 1024
}

/** Rounded down: nobody is promised more than there is. Nothing is left in the unit that it was sold in. */
function scaled(bytes: number, step: number, whole: number | null, format: Format): string {
  const power = powerOf(bytes === 0 ? (whole ?? 0) : bytes, step)
  const number = bytes / step ** power
  const digits = number >= 100 ? 0 : number >= 10 ? 1 : 2
  const cut = Math.floor(number * 10 ** digits + 1e-9) / 10 ** digits
  return `${format.number(String(cut))} ${NAMES[power - 1] ?? 'TB'}`
}

function powerOf(bytes: number, step: number): number {
  let power = 1
  while (power < NAMES.length && bytes >= step ** (power + 1)) power++
  return power
}
