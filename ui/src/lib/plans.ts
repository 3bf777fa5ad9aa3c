/** Naming plans. Pure: a plan goes in, words come out. Filtering a catalogue of them: `filter-plans`, searching it: `search-plans`. */
import type { Plan } from '../backend/bindings'
import type { Messages } from '../lang/staff'
import { foldLetters } from './fold'
import type { Format } from './format'
import { placeNames, type PlaceNames } from './places'

export type PlanWords = {
  place: string
  data: string
  duration: string
  price: string
  perGb: string
  perDay: string
  detail: string
}
export function planWords(plan: Plan, t: Messages, format: Format, places: PlaceNames): PlanWords {
  const place = places.name(plan.footprint)
  const duration = durationWords(plan, t)
  const data = dataWords(plan, t, format)
  return {
    // Whatever it is called: what has no name at all is found by its id.
    place: place ?? (plan.name.trim() || plan.id),
    data,
    duration,
    price: plan.price ? format.money(plan.price) : t.sell.noPrice,
    perGb: plan.pricePerGb ? t.sell.perGb(format.roughMoney(plan.pricePerGb)) : '',
    // Of a single day the price says it already.
    perDay: plan.pricePerDay && plan.days !== 1 ? t.sell.perDay(format.roughMoney(plan.pricePerDay)) : '',
    detail: [duration, place === null || saysNoMore(plan, [place, data, duration]) ? '' : plan.name]
      .filter(Boolean)
      .join(' · '),
  }
}

/** What stands on buttons and headings: where and how much. */
export function planTitle({ place, data }: PlanWords, plan: Plan): string {
  return plan.data.kind === 'unknown' || place.includes(data) ? place : `${place} ${data}`
}

/** With its price, where it has one: what a button says that spends it. */
export function titleAndPrice(told: PlanWords, plan: Plan): string {
  const title = planTitle(told, plan)
  return plan.price ? `${title}, ${told.price}` : title
}

/** Lower case, without accents, and "5gb" found for "5 GB". A place that follows a number stays a word of its own. */
export function fold(text: string): string {
  return foldLetters(text).replaceAll(/(\d)\s+(?=[kmgt]b(?![\p{L}\p{N}]))/gu, '$1')
}

function dataWords(plan: Plan, t: Messages, format: Format): string {
  if (plan.data.kind === 'unlimited') return t.sell.unlimited
  if (plan.data.kind === 'unknown') return t.sell.dataUnknown
  return `${format.number(plan.data.amount)} ${plan.data.unit}`
}

/** Whether the service's name for a plan only repeats what stands beside it, in the reader's language or in English. */
function saysNoMore({ name, footprint, data, duration }: Plan, said: string[]): boolean {
  const repeats = (words: string[]) => {
    const rest = words.reduce((text, word) => text.replace(fold(word), ''), fold(name))
    return !/[\p{L}\p{N}]/u.test(rest)
  }
  if (repeats(said)) return true
  english ??= placeNames('en')
  const size = 'amount' in data ? `${data.amount} ${data.unit}` : data.kind
  const one = duration?.unit === 'days' ? 'day' : 'month'
  const time = duration ? `${String(duration.count)} ${one}${duration.count === 1 ? '' : 's'}` : ''
  return repeats([english.name(footprint) ?? '', size, time])
}

/** What services write their plans' names in. */
let english: PlaceNames | undefined

function durationWords({ duration }: Plan, t: Messages): string {
  if (duration === null) return ''
  return duration.unit === 'days' ? t.sell.days(duration.count) : t.sell.months(duration.count)
}
