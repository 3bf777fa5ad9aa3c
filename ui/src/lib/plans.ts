/** Searching and naming plans. Pure: the catalogue goes in, what to show comes out. */
import type { Plan } from '../backend/bindings'
import type { Messages } from '../lang/staff'
import { foldLetters } from './fold'
import type { Format } from './format'
import type { PlaceNames } from './places'

export type PlanWords = {
  place: string
  data: string
  duration: string
  price: string
  perGb: string
  detail: string
}
export type Filter =
  | { kind: 'place'; place: string }
  | { kind: 'short' } // up to a week
  | { kind: 'large' } // 5 GB and more

const A_WEEK = 7
const FIVE_GB = 5000
const MOST_PLACES = 4

export function planWords(plan: Plan, t: Messages, format: Format, places: PlaceNames): PlanWords {
  const place = places.name(plan.footprint)
  const duration = durationWords(plan, t)
  const data = dataWords(plan, t, format)
  return {
    place: place ?? plan.name,
    data,
    duration,
    price: plan.price ? format.money(plan.price) : t.sell.noPrice,
    perGb: plan.pricePerGb ? t.sell.perGb(format.roughMoney(plan.pricePerGb)) : '',
    detail: [duration, place === null || saysNoMore(plan.name, [place, data, duration]) ? '' : plan.name]
      .filter(Boolean)
      .join(' · '),
  }
}

/** What stands on buttons and headings: where and how much. */
export function planTitle({ place, data }: PlanWords, plan: Plan): string {
  return plan.data.kind === 'unknown' || place.includes(data) ? place : `${place} ${data}`
}

export function filterKey(filter: Filter): string {
  return filter.kind === 'place' ? `place ${filter.place}` : filter.kind
}

/**
 * What to call each footprint of a catalogue in a filter. One that the engine cannot name is called as most of
 * its plans begin: "Europe 5 GB" and "Europe monthly" are both "Europe".
 */
export function footprintNames(plans: Plan[], places: PlaceNames): Map<string, string> {
  const byCode = new Map<string, string[]>()
  for (const { footprint, name } of plans) {
    if (footprint !== null) byCode.set(footprint, [...(byCode.get(footprint) ?? []), name])
  }
  const named = [...byCode].map(([code, names]) => [code, places.name(code) ?? commonStart(names)] as const)
  return new Map(named.filter(([, name]) => name !== ''))
}

/** Filters the catalogue itself suggests: its most frequent places, and two sizes if they tell plans apart. */
export function suggestFilters(plans: Plan[], placeOf: (plan: Plan) => string): Filter[] {
  const counts = new Map<string, number>()
  for (const plan of plans) {
    if (plan.footprint !== null) counts.set(placeOf(plan), (counts.get(placeOf(plan)) ?? 0) + 1)
  }
  const frequent = [...counts].filter(([, count]) => count > 1).sort((a, b) => b[1] - a[1])
  const found: Filter[] = frequent.slice(0, MOST_PLACES).map(([place]) => ({ kind: 'place', place }))
  const sizes: Filter[] = [{ kind: 'short' }, { kind: 'large' }]
  return [...found, ...sizes.filter((size) => tellsApart(plans, size))]
}

/** Every word must be found somewhere; places widen the choice, sizes narrow it. */
export function search(
  plans: Plan[],
  query: string,
  filters: Filter[],
  textOf: (plan: Plan) => string,
  placeOf: (plan: Plan) => string,
): Plan[] {
  const wanted = fold(query).split(/\s+/).filter(Boolean)
  const places = filters.flatMap((filter) => (filter.kind === 'place' ? [filter.place] : []))
  const sizes = filters.filter((filter) => filter.kind !== 'place')
  const found = plans.filter((plan) => {
    if (places.length > 0 && !places.includes(placeOf(plan))) return false
    if (!sizes.every((size) => fits(plan, size))) return false
    const text = fold(textOf(plan))
    return wanted.every((word) => text.includes(word))
  })
  const numbers = wanted.filter((word) => /^\d/.test(word))
  if (numbers.length === 0) return found
  const ranks = new Map(found.map((plan) => [plan, Math.max(...numbers.map((word) => rank(plan, word)))]))
  return found.toSorted((one, other) => (ranks.get(one) ?? 0) - (ranks.get(other) ?? 0))
}

/** How near a plan is to a number that was asked for: its data before its days, whole numbers before parts of one. */
function rank(plan: Plan, asked: string): number {
  const amount = 'amount' in plan.data ? plan.data.amount : ''
  const unit = 'unit' in plan.data ? plan.data.unit : ''
  const data = fold(`${amount} ${unit}`)
  const number = asked.replace(',', '.')
  if (number === data || number === fold(amount)) return 0
  const [, count = '', period = ''] = /^(\d+)(\p{L}*)$/u.exec(asked) ?? []
  if (count === String(plan.duration?.count ?? '') && !/^[kmgt]b?$/.test(period)) return 1
  return data.startsWith(number) ? 2 : data.includes(number) ? 3 : 4
}

/** Favourites first; otherwise the service's own order stays. */
export function favouritesFirst(plans: Plan[]): Plan[] {
  return [...plans.filter((plan) => plan.favourite), ...plans.filter((plan) => !plan.favourite)]
}

/** Lower case, without accents, and "5gb" found for "5 GB". */
export function fold(text: string): string {
  return foldLetters(text).replaceAll(/(\d)\s+(?=[a-z])/g, '$1')
}

/** The words, up to the first number, with which more than half of the names begin; empty if there are none. */
function commonStart(names: string[]): string {
  const counts = new Map<string, number>()
  for (const name of names) {
    const words = name.split(/\s*\d/)[0]?.trim().split(/\s+/) ?? []
    for (const [at] of words.entries()) {
      const start = words.slice(0, at + 1).join(' ')
      counts.set(start, (counts.get(start) ?? 0) + 1)
    }
  }
  const common = [...counts].filter(([, count]) => count > 1 && count * 2 > names.length)
  return common.reduce((longest, [start]) => (start.length > longest.length ? start : longest), '')
}

function dataWords(plan: Plan, t: Messages, format: Format): string {
  if (plan.data.kind === 'unlimited') return t.sell.unlimited
  if (plan.data.kind === 'unknown') return t.sell.dataUnknown
  return `${format.number(plan.data.amount)} ${plan.data.unit}`
}

/** Whether the service's name for a plan only repeats what stands beside it. */
function saysNoMore(name: string, said: string[]): boolean {
  const rest = said.reduce((text, word) => text.replace(fold(word), ''), fold(name))
  return !/[\p{L}\p{N}]/u.test(rest)
}

function durationWords({ duration }: Plan, t: Messages): string {
  if (duration === null) return ''
  return duration.unit === 'days' ? t.sell.days(duration.count) : t.sell.months(duration.count)
}

function fits(plan: Plan, filter: Filter): boolean {
  if (filter.kind === 'short') return plan.days !== null && plan.days <= A_WEEK
  if (filter.kind === 'large') {
    return plan.data.kind === 'unlimited' || (plan.megabytes !== null && plan.megabytes >= FIVE_GB)
  }
  return true
}

function tellsApart(plans: Plan[], filter: Filter): boolean {
  const count = plans.filter((plan) => fits(plan, filter)).length
  return count > 0 && count < plans.length
}
