/**
 * Searching plans as people mean it: every word has to be found, a word as it is typed goes before one that only begins so,
 * and a number means data before days. Where nothing fits, one slip of the finger is forgiven. Pure.
 */
import type { Plan } from '../backend/bindings'
import { type Filter, fits } from './filter-plans'
import { fold } from './plans'

/** How well a word was found. */
const WHOLE = 0
const BEGINS = 1
const WITHIN = 2
/** A shorter word with a slip in it could be anything. */
const FORGIVEN_FROM = 4

/** Every word must be found somewhere; places widen the choice, sizes narrow it. */
export function search(
  plans: Plan[],
  query: string,
  filters: Filter[],
  textOf: (plan: Plan) => string,
  placeOf: (plan: Plan) => string,
): Plan[] {
  const wanted = wordsAsked(query)
  const places = filters.flatMap((filter) => (filter.kind === 'place' ? [filter.place] : []))
  const sizes = filters.filter((filter) => filter.kind !== 'place')
  const open = plans.filter(
    (plan) =>
      (places.length === 0 || places.includes(placeOf(plan))) && sizes.every((size) => fits(plan, size)),
  )
  if (wanted.length === 0) return open
  const texts = open.map((plan) => ({ plan, text: fold(textOf(plan)) }))
  const found = texts.filter(({ text }) => wanted.every((word) => text.includes(word)))
  if (found.length > 0) return ranked(found, wanted)
  return texts
    .filter(({ text }) => wanted.every((word) => text.includes(word) || isNearlyIn(word, text)))
    .map(({ plan }) => plan)
}

/** What was typed, word by word: "30days" is a number and a word, and so is "10usa"; "5gb" is one size. */
function wordsAsked(query: string): string[] {
  const apart = fold(query).replaceAll(/(\d)(?=\p{L})(?![kmgt]b?(?![\p{L}\p{N}]))/gu, '$1 ')
  return apart.split(/\s+/).filter(Boolean)
}

function ranked(found: { plan: Plan; text: string }[], wanted: string[]): Plan[] {
  const numbers = wanted.filter(isNumber)
  const words = wanted.filter((word) => !isNumber(word))
  return found
    .map(({ plan, text }) => ({
      plan,
      words: words.reduce((sum, word) => sum + rankOfWord(word, text), 0),
      numbers: Math.max(0, ...numbers.map((number) => rankOfNumber(plan, number))),
    }))
    .sort((one, other) => one.words - other.words || one.numbers - other.numbers)
    .map(({ plan }) => plan)
}

function isNumber(word: string): boolean {
  return /^\d/.test(word)
}

function wordsOf(text: string): string[] {
  return text.split(/[^\p{L}\p{N}]+/u)
}

function rankOfWord(asked: string, text: string): number {
  const words = wordsOf(text)
  if (words.includes(asked)) return WHOLE
  return words.some((word) => word.startsWith(asked)) ? BEGINS : WITHIN
}

/** How near a plan is to a number that was asked for: its data before its days, whole numbers before parts of one. */
function rankOfNumber(plan: Plan, asked: string): number {
  const amount = 'amount' in plan.data ? plan.data.amount : ''
  const unit = 'unit' in plan.data ? plan.data.unit : ''
  const data = fold(`${amount} ${unit}`)
  const number = asked.replace(',', '.')
  if (number === data || number === fold(amount)) return 0
  const [, count = '', period = ''] = /^(\d+)(\p{L}*)$/u.exec(asked) ?? []
  if (count === String(plan.duration?.count ?? '') && !/^[kmgt]b?$/.test(period)) return 1
  return data.startsWith(number) ? 2 : data.includes(number) ? 3 : 4
}

/** Whether a word of the text begins so but for one letter: another one, one too many, one missing, or two that changed places. */
function isNearlyIn(asked: string, text: string): boolean {
  return (
    asked.length >= FORGIVEN_FROM &&
    !isNumber(asked) &&
    wordsOf(text).some((word) => word[0] === asked[0] && isOneSlip(asked, word))
  )
}

function isOneSlip(asked: string, word: string): boolean {
  let at = 0
  while (at < asked.length && asked[at] === word[at]) at++
  const rest = asked.slice(at)
  const swapped = `${rest[1] ?? ''}${rest[0] ?? ''}${rest.slice(2)}`
  return [rest.slice(1), `${word[at] ?? ''}${rest}`, `${word[at] ?? ''}${rest.slice(1)}`, swapped].some(
    (mended) => word.slice(at).startsWith(mended),
  )
}
