/**
 * What is half typed in a form that goes with its screen: a top-up of a SIM, a line of a group, a field beside an order, a
 * found or a missing eSIM. It outlives the screen, set aside until *Undo*, and in the program's memory the page, which then goes on with it. Not in the first script.
 */
import type { Screen } from './navigation.svelte'

/** What the form is of, the screen that has it, and all that is typed. */
type Kept = { of: string; screen: Screen; form: string }
type Left = { current: Kept | null; aside: Kept[] }

/** More than a counter has in hand at once. */
const MOST_ASIDE = 12

export class KeptForms {
  /** The one that is on screen, or was when the page began anew. */
  current = $state.raw<Kept | null>(null)
  #aside = $state.raw<Kept[]>([])

  /** What was set aside last, of whatever form. */
  get last(): Kept | null {
    return this.#aside.at(-1) ?? null
  }

  /** As far as it is typed; null while nothing is. */
  typing(of: string, screen: Screen, form: string | null): void {
    // Another form of the same screen, in which nobody types, takes nothing away.
    if (form === null && this.current?.of !== of) return
    if (this.current?.of !== of) this.#putAside()
    this.current = form === null ? null : { of, screen, form }
  }

  /** What the page before this one had on screen: it goes on where it was. */
  resumed(of: string): string | null {
    return this.current?.of === of ? this.current.form : null
  }

  /** The screen is left, or the form dismissed. */
  leave(of: string): void {
    if (this.current?.of === of) this.#putAside()
  }

  /** For the end of a screen: while Svelte takes it down, it answers with what was before, such as a form that is done. */
  leaveSoon(of: string): void {
    queueMicrotask(() => this.leave(of))
  }

  /**
   * It was bought: nobody needs what was typed, wherever it is by now. It may have been set aside while it was being
   * bought, and another one begun in its place, which stays.
   */
  done(of: string, isIt: (form: string) => boolean): void {
    const isDone = (kept: Kept | null) => kept?.of === of && isIt(kept.form)
    if (isDone(this.current)) this.current = null
    this.#aside = this.#aside.filter((kept) => !isDone(kept))
  }

  lastAside(of: string): string | null {
    return this.#aside.findLast((kept) => kept.of === of)?.form ?? null
  }

  /** What was set aside last is on screen again, or not wanted any more. */
  takeAside(of: string): void {
    const last = this.#aside.findLast((kept) => kept.of === of)
    this.#aside = this.#aside.filter((kept) => kept !== last)
  }

  forget(): void {
    this.current = null
    this.#aside = []
  }

  left(): string | null {
    if (this.current === null && this.#aside.length === 0) return null
    return JSON.stringify({ current: this.current, aside: this.#aside } satisfies Left)
  }

  goOnWith(left: string): void {
    const { current, aside } = JSON.parse(left) as Left
    this.current = current
    this.#aside = aside
  }

  #putAside(): void {
    if (this.current !== null) this.#aside = [...this.#aside, this.current].slice(-MOST_ASIDE)
    this.current = null
  }
}

/** The window on the program, which keeps them for a page that begins anew. */
type Around = { forms: KeptForms | null }

/** One for each window. */
export function keptFormsOf(around: Around): KeptForms {
  around.forms ??= new KeptForms()
  return around.forms
}
