/**
 * How fast the keys of a test come. jsdom's own clock says how busy the computer is, and nothing about who types: here
 * each event comes as long after the one before as a person takes, or a scanner.
 */
const PERSON = 500
const SCANNER = 2

let now = 0
let step = PERSON
const times = new WeakMap<Event, number>()

Object.defineProperty(Event.prototype, 'timeStamp', {
  configurable: true,
  get(this: Event): number {
    const known = times.get(this)
    if (known !== undefined) return known
    now += step
    times.set(this, now)
    return now
  },
})

/** Every event within `act` but the first comes so many milliseconds after the one before. */
export async function paced<T>(milliseconds: number, act: () => Promise<T>): Promise<T> {
  now += PERSON
  step = milliseconds
  try {
    return await act()
  } finally {
    step = PERSON
  }
}

export const scanned = <T>(act: () => Promise<T>) => paced(SCANNER, act)

/** A scanner sends the keys that have the digits printed on them, to a computer that has a French layout. */
export function scannedInFrench(field: HTMLElement, digits: string): Promise<void> {
  const french = 'à&é"\'(-è_ç'
  field.focus()
  return scanned(() => {
    for (const digit of digits) {
      const key = french[Number(digit)] ?? ''
      field.dispatchEvent(new KeyboardEvent('keydown', { key, code: `Digit${digit}`, bubbles: true }))
    }
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true }))
    return Promise.resolve()
  })
}
