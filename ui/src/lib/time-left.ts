/** How long something still lasts, in the largest unit that is not more than there is. */
const HOUR = 3_600_000
const DAY = 24 * HOUR

export type TimeLeft = { unit: 'days' | 'hours'; count: number }

/** Null once it is over, and where no time is known. */
export function timeLeft(until: string | null, now = Date.now()): TimeLeft | null {
  const left = until === null ? NaN : Date.parse(until) - now
  if (!(left > 0)) return null
  if (left >= DAY) return { unit: 'days', count: Math.floor(left / DAY) }
  return { unit: 'hours', count: Math.max(1, Math.floor(left / HOUR)) }
}
