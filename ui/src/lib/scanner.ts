/**
 * Tells a scanner from a person. A scanner is a keyboard that types many digits at a pace no hand has, and ends with
 * Enter; some send two. That Enter must never press a button that happens to have the focus.
 */

/** The longest pause between two keys of a scanner, in milliseconds, also on a busy computer. */
const PAUSE = 80
/** Fewer digits could be a person's. */
const ENOUGH = 8

export class Scanner {
  #digits = 0
  #last = -Infinity

  /** Every key, as it is pressed. True for an Enter that belongs to a scan. */
  hears(key: string, at: number): boolean {
    const goesOn = at - this.#last <= PAUSE
    this.#last = at
    if (/^\d$/.test(key)) {
      this.#digits = goesOn ? this.#digits + 1 : 1
      return false
    }
    if (key === 'Enter' && goesOn && this.#digits >= ENOUGH) return true
    this.#digits = 0
    return false
  }
}
