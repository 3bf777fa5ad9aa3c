/** Times of whole days that somebody may ask for, as `2026-11-28`, and how days and months are written out. */
import { dayOf } from './day'

export type Span = { from: string; to: string }
export type Period = 'today' | 'this_month' | 'last_month' | 'thirty' | 'this_year' | 'own'

export const periods: Period[] = ['today', 'this_month', 'last_month', 'thirty', 'this_year', 'own']

/** The days of a period that ends or begins with the day of `now`. Chosen days have none of their own. */
export function spanOf(period: Exclude<Period, 'own'>, now: Date): Span {
  const [year, month, day] = [now.getFullYear(), now.getMonth(), now.getDate()]
  const span = (from: Date, to: Date) => ({ from: dayOf(from), to: dayOf(to) })
  switch (period) {
    case 'today':
      return span(now, now)
    case 'this_month':
      return span(new Date(year, month, 1), now)
    case 'last_month':
      return span(new Date(year, month - 1, 1), new Date(year, month, 0))
    case 'thirty':
      return span(new Date(year, month, day - 29), now)
    case 'this_year':
      return span(new Date(year, 0, 1), now)
  }
}

/** `2026-11-28` as its reader writes it. By its parts: as a text it would be taken for midnight in Greenwich. */
export function writtenDay(day: string, locale: string): string {
  return written(day, locale, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
}

/** The same where all days are of one year. */
export function writtenDayOfYear(day: string, locale: string): string {
  return written(day, locale, { weekday: 'short', day: 'numeric', month: 'short' })
}

/** For small room. */
export function shortDay(day: string, locale: string): string {
  return written(day, locale, { day: 'numeric', month: 'short' })
}

export function writtenMonth(month: string, locale: string): string {
  return written(`${month}-01`, locale, { month: 'long', year: 'numeric' })
}

function written(text: string, locale: string, parts: Intl.DateTimeFormatOptions): string {
  const [year, month, day] = text.split('-').map(Number)
  const date = new Date(year ?? NaN, (month ?? NaN) - 1, day ?? NaN)
  return Number.isNaN(date.getTime()) ? text : new Intl.DateTimeFormat(locale, parts).format(date)
}
