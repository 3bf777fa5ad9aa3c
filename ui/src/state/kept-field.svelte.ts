/**
 * A form of one field that goes with its screen: who closes a case, whose a found or a missing eSIM is, whose a lost order. What is typed outlives it in
 * `kept-forms`.
 */
import { untrack } from 'svelte'
import type { KeptForms } from './kept-forms.svelte'
import type { Screen } from './navigation.svelte'

export class KeptField {
  value = $state('')
  /** Whether the page before this one had it on screen. */
  readonly resumed: boolean
  readonly aside = $derived.by(() => this.kept.lastAside(this.of))

  /** `first` is what stands there before anybody types. */
  constructor(
    readonly kept: KeptForms,
    readonly of: string,
    readonly screen: Screen,
    readonly first: string,
  ) {
    const left = kept.resumed(of)
    this.resumed = left !== null
    this.value = left ?? first
  }

  /** For an effect: whatever is typed is kept. */
  follow(): void {
    const isTyped = this.value.trim() !== '' && this.value !== this.first
    const typed = isTyped ? this.value : null
    untrack(() => this.kept.typing(this.of, this.screen, typed))
  }

  /** What is typed now changes places with what was set aside. */
  undo(): void {
    const last = this.aside
    if (last === null) return
    this.kept.takeAside(this.of)
    this.kept.leave(this.of)
    this.value = last
  }

  drop(): void {
    this.kept.takeAside(this.of)
  }

  /** It was sent. What was typed meanwhile stays. */
  done(sent: string): void {
    this.kept.done(this.of, (typed) => typed === sent)
  }

  /** The screen is left. */
  end(): void {
    this.kept.leaveSoon(this.of)
  }
}
