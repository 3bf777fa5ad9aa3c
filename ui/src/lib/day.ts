/** Days as the order book and date fields write them: `2026-11-28`, in this computer's time zone. */

/** Not by `Intl`: its first use took the web view some twenty milliseconds, for which the first picture waited. */
export function dayOf(date: Date): string {
  const year = String(date.getFullYear()).padStart(4, '0')
  const month = String(date.getMonth() + 1).padStart(2, '0')
  const day = String(date.getDate()).padStart(2, '0')
  return `${year}-${month}-${day}`
}

export function today(): string {
  return dayOf(new Date())
}
