/**
 * Tells a person's press from everything else that a keyboard sends. A scanner is a keyboard: it types faster than any
 * hand, whatever its layout makes of the characters, with spaces, Enters and control keys among them, and ends with Enter
 * or Tab. What it types is for a text field or for nobody, and none of its keys decides anything.
 *
 * The window has one `Keyboard`, which hears each key first. What spends or ends listens through `decisive`. Not in it:
 * what a press does, and the words for one that was not taken (`components/shared/Decisive`).
 */

import type { Attachment } from 'svelte/attachments'

/** Keys nearer to each other than this, in milliseconds, are nobody's fingers. */
const SCANNERS_PACE = 35
/** So many of them are a scan. */
const ENOUGH = 3
/** What follows a scan within this time still belongs to it, on a computer that is busy. */
const TAIL = 150
/** A key that decides comes so long after the last other one. */
const REST = 400
/** And is followed by none for so long: it could be the first of a scan. */
const HOLD = 150
/** No finger lets go of a key sooner after it went down. */
const FINGER = 20
/** A key that no finger pressed waits so long: on a busy computer the next one may be heard as late as that. */
const LONG_HOLD = 1_000
/** A page that comes to it so much later was busy, and may not have heard yet what followed. */
const BUSY = 50

const modifiers = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'NumLock', 'Fn'])
const textTypes = new Set(['text', 'email', 'search', 'tel', 'url', 'password', 'number'])

/** Happens in a text field once a scan has come to its end there. */
const SCANNED = 'scanned'
/** What was typed, were each key the digit that is printed on it: a layout may make something else of them. */
type ScannedDigits = { digits: string | null }

/** Happens on a button that decides, for a key that was not taken for a press. */
const MISSED = 'missed'

type Held = {
  press: () => void
  miss: () => void
  key: string
  down: number
  timer: ReturnType<typeof setTimeout>
}

export class Keyboard {
  /** When the newest key came, and how long after the one before. */
  #last = -Infinity
  #pause = Infinity
  /** How many keys have come at a scanner's pace. */
  #run = 0
  #scanning = false
  #codes: string[] = []
  #before: (() => void) | null = null
  #held: Held | null = null

  /** Hears every key of `page` from now on, before anybody else does. Gives what ends it. */
  listen(page: Window): () => void {
    const hear = (event: KeyboardEvent) => {
      if (!this.#belongsToScan(event)) return
      event.preventDefault()
      event.stopImmediatePropagation()
      const button = event.target instanceof Element && event.target.closest('[data-decisive]')
      if (button && !event.repeat && pressesButtons(event)) button.dispatchEvent(new Event(MISSED))
    }
    const up = (event: KeyboardEvent) => this.#up(event)
    page.addEventListener('keydown', hear, { capture: true })
    page.addEventListener('keyup', up, { capture: true })
    return () => {
      page.removeEventListener('keydown', hear, { capture: true })
      page.removeEventListener('keyup', up, { capture: true })
    }
  }

  /**
   * Whether nothing was typed for so long that a press at `time` is one of its own. A key of later than that has the time
   * of another clock, as keys of a screen elsewhere have, and says nothing.
   */
  rested(time: number): boolean {
    const since = time - this.#last
    return since >= REST || since < 0
  }

  /** The newest key presses, unless it is one of several. */
  pressOf(key: KeyboardEvent, press: () => void, miss: () => void): void {
    if (key.repeat || this.#pause < REST) {
      miss()
      return
    }
    this.letGo()
    const timer = this.#after(LONG_HOLD, press)
    this.#held = { press, miss, key: key.key, down: key.timeStamp, timer }
  }

  /** The keys' own times tell a finger, however late they are heard. */
  #up(event: KeyboardEvent): void {
    const held = this.#held
    if (held?.key !== event.key || event.timeStamp - held.down < FINGER) return
    clearTimeout(held.timer)
    held.timer = this.#after(HOLD, held.press)
  }

  #after(time: number, press: () => void, again = true): Held['timer'] {
    const begun = performance.now()
    return setTimeout(() => {
      // Once more is enough: what came meanwhile is heard before that.
      if (again && this.#held && performance.now() - begun > time + BUSY) {
        this.#held.timer = this.#after(time, press, false)
        return
      }
      this.#held = null
      press()
    }, time)
  }

  /** A key that was to press does not. */
  letGo(): void {
    if (this.#held) clearTimeout(this.#held.timer)
    this.#held = null
  }

  /** Notes a key. True where it is part of a scan and must do nothing. */
  #belongsToScan(event: KeyboardEvent): boolean {
    if (modifiers.has(event.key)) return false
    const pause = event.timeStamp - this.#last
    this.#last = event.timeStamp
    // A held key says nothing about the pace, and a composed text is chosen by a person.
    if (event.repeat) return false
    this.#pause = pause
    if (this.#held) {
      this.#held.miss()
      this.letGo()
    }
    if (event.isComposing || event.keyCode === 229) {
      this.#end()
      return false
    }
    const goesOn = pause < SCANNERS_PACE || (this.#scanning && pause < TAIL)
    if (!goesOn) {
      this.#end()
      this.#before = valueOf(event)
    }
    this.#run++
    this.#scanning ||= this.#run >= ENOUGH
    const field = textField(event.target)
    if (field === null) {
      if (this.#run < 2) return false
      this.#before?.()
      this.#before = null
      return true
    }
    if (isText(event)) {
      this.#codes.push(event.code)
      return false
    }
    if (!this.#scanning) return false
    if (endsLine(event)) {
      field.dispatchEvent(this.#scanned())
      // The next code may follow at once.
      this.#codes = []
    }
    return true
  }

  #scanned(): CustomEvent<ScannedDigits> {
    const digits = this.#codes.map((code) => /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1])
    const all = digits.every((digit) => digit !== undefined)
    const detail = { digits: all ? digits.join('') : null }
    return new CustomEvent<ScannedDigits>(SCANNED, { bubbles: true, detail })
  }

  #end(): void {
    this.#run = 0
    this.#scanning = false
    this.#codes = []
    this.#before = null
  }
}

export const keyboard = new Keyboard()

/**
 * Makes a button one that decides: `press` is called for a pointer, for a touch, for a reader's own command, and for
 * Enter or Space that is plainly a person's. `miss` is called for one that is not.
 */
export function decisive(press: () => void, miss: () => void): (button: HTMLElement) => () => void {
  return (button) => {
    button.dataset['decisive'] = ''
    const take = () => {
      keyboard.letGo()
      press()
    }
    const down = (event: KeyboardEvent) => {
      if (!pressesButtons(event)) return
      event.preventDefault()
      keyboard.pressOf(event, () => button.isConnected && take(), miss)
    }
    const up = (event: KeyboardEvent) => {
      if (pressesButtons(event)) event.preventDefault()
    }
    let aimedAt = false
    const click = (event: MouseEvent) => {
      // The second half of a double press was aimed at what stood here before.
      if (event.detail === 1) aimedAt = true
      // Without a pointer it is a reader's command, or what a key in a field of the same form sets off.
      if (event.detail > 0 ? aimedAt : keyboard.rested(event.timeStamp)) take()
      else miss()
    }
    button.addEventListener('keydown', down)
    button.addEventListener('keyup', up)
    button.addEventListener('click', click)
    button.addEventListener(MISSED, miss)
    return () => {
      button.removeEventListener('keydown', down)
      button.removeEventListener('keyup', up)
      button.removeEventListener('click', click)
      button.removeEventListener(MISSED, miss)
    }
  }
}

/** A key that does what the button `like` does, wherever the focus is, and is told there where it was not taken. */
export function decides(key: KeyboardEvent, like: Element | null, press: () => void): void {
  keyboard.pressOf(key, press, () => like?.dispatchEvent(new Event(MISSED)))
}

/**
 * For a field that wants a number of `least` digits or more. A scanner of another layout types the keys of the digits, and the
 * layout makes something else of them: `take` gets what is printed on the keys. `ended` is called after every scan.
 */
export function takesNumber(
  least: number,
  take: (digits: string) => void,
  ended = () => {},
): Attachment<HTMLElement> {
  return (field) => {
    const hear = (event: Event) => {
      if (!(event instanceof CustomEvent)) return
      const { digits } = event.detail as ScannedDigits
      if (digits !== null && digits.length >= least) take(digits)
      ended()
    }
    field.addEventListener(SCANNED, hear)
    return () => field.removeEventListener(SCANNED, hear)
  }
}

/** Where text can be typed; a date and a list are chosen from, also with keys. */
export function textField(place: EventTarget | null): HTMLElement | null {
  if (place instanceof HTMLTextAreaElement) return place
  if (place instanceof HTMLInputElement) return textTypes.has(place.type) ? place : null
  return place instanceof HTMLElement && place.isContentEditable ? place : null
}

function isText({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  // AltGr is Ctrl and Alt on Windows, where some scanners also type with Alt and digits.
  return key === 'Dead' || altKey || (key.length === 1 && !ctrlKey && !metaKey)
}

function endsLine({ key }: KeyboardEvent): boolean {
  return key === 'Enter' || key === 'Tab'
}

function pressesButtons({ key }: KeyboardEvent): boolean {
  return key === 'Enter' || key === ' '
}

/** How to undo what the first key of a scan changes in something that is chosen from. What is typed in a text field is meant. */
function valueOf({ target }: KeyboardEvent): (() => void) | null {
  if (textField(target) !== null) return null
  if (target instanceof HTMLInputElement && (target.type === 'checkbox' || target.type === 'radio'))
    return null
  if (!(target instanceof HTMLSelectElement || target instanceof HTMLInputElement)) return null
  const { value } = target
  return () => {
    if (target.value === value) return
    target.value = value
    target.dispatchEvent(new Event('input', { bubbles: true }))
    target.dispatchEvent(new Event('change', { bubbles: true }))
  }
}
