/** The line of a group that is being mended, as far as it is typed. What is typed outlives its form in `kept-forms`. */
import type { GroupKey, LineDraft } from '../backend/bindings'
import { isSameLine } from './group-form.svelte'
import type { KeptForms } from './kept-forms.svelte'

export class LineChange {
  draft = $state.raw<LineDraft | null>(null)
  readonly aside = $derived.by(() => lineOf(this.kept.lastAside(this.#of)))
  readonly #of: string

  constructor(
    readonly kept: KeptForms,
    readonly group: GroupKey,
  ) {
    this.#of = `group ${String(group)}`
    this.draft = lineOf(kept.resumed(this.#of))
  }

  begin(line: LineDraft): void {
    this.draft = line
  }

  /** `before` is the line as it stands: who changed nothing has typed nothing. */
  type(line: LineDraft, before: LineDraft): void {
    this.draft = line
    const typed = isSameLine(line, before) ? null : JSON.stringify(line)
    this.kept.typing(this.#of, { name: 'group', group: this.group }, typed)
  }

  /** Closed without buying it. */
  leave(): void {
    this.kept.leave(this.#of)
    this.draft = null
  }

  /** The screen is left. */
  end(): void {
    this.kept.leaveSoon(this.#of)
  }

  /** That line is bought. Another one may be in hand by now, which stays. */
  done(line: number): void {
    this.kept.done(this.#of, (typed) => lineOf(typed)?.line === line)
    if (this.draft?.line === line) this.draft = null
  }

  /** What was typed in a line that gets no other order, or is forgotten, is of no use to anybody. */
  keepOnly(isOf: (line: number) => boolean): void {
    const isLost = (line: LineDraft | null) => line !== null && !isOf(line.line)
    if (isLost(this.draft)) this.draft = null
    this.kept.done(this.#of, (typed) => isLost(lineOf(typed)))
  }

  undo(): void {
    this.draft = this.aside
    this.kept.takeAside(this.#of)
  }

  drop(): void {
    this.kept.takeAside(this.#of)
  }
}

function lineOf(typed: string | null): LineDraft | null {
  return typed === null ? null : (JSON.parse(typed) as LineDraft)
}
