/** Which filters a catalogue suggests, what they leave, and which of its plans stand first. Pure. */
import type { Plan } from '../backend/bindings'
import type { PlaceNames } from './places'

export type Filter =
  | { kind: 'place'; place: string }
  | { kind: 'short' } // up to a week
  | { kind: 'middle' } // less than a month
  | { kind: 'long' }
  | { kind: 'large' } // 5 GB and more

const A_WEEK = 7
/** What plans of a month are called in days, the shortest of them. */
const A_MONTH = 30
const days: ReadonlySet<Filter['kind']> = new Set(['short', 'middle', 'long'] as const)
const FIVE_GB = 5000
const MOST_PLACES = 4

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

/** Filters the catalogue itself suggests: its most frequent places, and how long and how large where that tells plans apart. */
export function suggestFilters(plans: Plan[], placeOf: (plan: Plan) => string): Filter[] {
  const counts = new Map<string, number>()
  for (const plan of plans) {
    if (plan.footprint !== null) counts.set(placeOf(plan), (counts.get(placeOf(plan)) ?? 0) + 1)
  }
  const frequent = [...counts].filter(([, count]) => count > 1).sort((a, b) => b[1] - a[1])
  const found: Filter[] = frequent.slice(0, MOST_PLACES).map(([place]) => ({ kind: 'place', place }))
  const sizes: Filter[] = [{ kind: 'short' }, { kind: 'middle' }, { kind: 'long' }, { kind: 'large' }]
  return [...found, ...sizes.filter((size) => tellsApart(plans, size))]
}

/** Favourites first, then what is sold most and latest; otherwise the service's own order stays. */
export function soldFirst(plans: Plan[], sold: ReadonlyMap<string, number>): Plan[] {
  return plans.toSorted(
    (one, other) =>
      Number(other.favourite) - Number(one.favourite) || (sold.get(other.id) ?? 0) - (sold.get(one.id) ?? 0),
  )
}

export function fits(plan: Plan, filter: Filter): boolean {
  if (days.has(filter.kind)) return plan.days !== null && lengthOf(plan.days) === filter.kind
  if (filter.kind === 'large') {
    return plan.data.kind === 'unlimited' || (plan.megabytes !== null && plan.megabytes >= FIVE_GB)
  }
  return true
}

/** No plan is of two lengths: choosing one takes the other away. */
export function excludes(one: Filter, other: Filter): boolean {
  return one.kind !== other.kind && days.has(one.kind) && days.has(other.kind)
}

function lengthOf(count: number): Filter['kind'] {
  return count <= A_WEEK ? 'short' : count < A_MONTH ? 'middle' : 'long'
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

function tellsApart(plans: Plan[], filter: Filter): boolean {
  const count = plans.filter((plan) => fits(plan, filter)).length
  return count > 0 && count < plans.length
}
