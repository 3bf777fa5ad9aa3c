/** Days as the order book and date fields write them: `2026-11-28`, in this computer's time zone. */

/** Not by `Intl`: its first use takes the web view longer than all else that comes before the first picture. */
export function dayOf(date: Date): string {
  const year = String(date.getFullYear()).padStart(4, '0')
  const month = String(date.getMonth() + 1).padStart(2, '0')
  const day = String(date.getDate()).padStart(2, '0')
  return `${year}-${month}-${day}`
}

export function today(): string {
  return dayOf(new Date())
}
