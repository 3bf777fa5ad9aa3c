/** The line of a group that is being mended, as far as it is typed. What is typed outlives its form in `kept-forms`. */
import type { GroupDraft, GroupKey, GroupLineView, LineDraft, Plan } from '../backend/bindings'
import { draftOfLine } from '../lib/draft-of-line'
import { isSameLine } from './group-form.svelte'
import type { KeptForms } from './kept-forms.svelte'
import { shownPlans } from './shown-plans'

/** What the provider wants to know of the line's guest. It stands beside the line, and is typed in the same form. */
type Asked = Pick<GroupLineView, 'phone' | 'guestPays' | 'guestCurrency'>
type Typed = Asked & { line: LineDraft }

export class LineChange {
  draft = $state.raw<LineDraft | null>(null)
  asked = $state<Asked>({ phone: null, guestPays: '', guestCurrency: '' })
  readonly aside = $derived.by(() => typedOf(this.kept.lastAside(this.#of))?.line ?? null)
  readonly #of: string

  constructor(
    readonly kept: KeptForms,
    readonly group: GroupKey,
  ) {
    this.#of = `group ${String(group)}`
    this.#take(typedOf(kept.resumed(this.#of)))
  }

  begin(known: GroupLineView): void {
    if (known.draft) this.#take({ ...askedOf(known), line: known.draft })
  }

  /** `before` is the line as it stands: who changed nothing has typed nothing. */
  type(line: LineDraft, before: GroupLineView): void {
    this.draft = line
    const asked = askedOf(this.asked)
    const isSame =
      before.draft !== null && isSameLine(line, before.draft) && isSameAsked(asked, askedOf(before))
    const typed = isSame ? null : JSON.stringify({ ...asked, line } satisfies Typed)
    this.kept.typing(this.#of, { name: 'group', group: this.group }, typed)
  }

  /** The line as it is asked for once more. */
  draftOf(line: LineDraft, known: GroupLineView, plans: Plan[], staff: string): GroupDraft {
    return draftOfLine(line, known, this.asked, { plans, shown: shownPlans(plans) }, staff)
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
    this.kept.done(this.#of, (typed) => typedOf(typed)?.line.line === line)
    if (this.draft?.line === line) this.draft = null
  }

  /** What was typed in a line that gets no other order, or is forgotten, is of no use to anybody. */
  keepOnly(isOf: (line: number) => boolean): void {
    const isLost = (line: LineDraft | null) => line !== null && !isOf(line.line)
    if (isLost(this.draft)) this.draft = null
    this.kept.done(this.#of, (typed) => isLost(typedOf(typed)?.line ?? null))
  }

  undo(): void {
    this.#take(typedOf(this.kept.lastAside(this.#of)))
    this.kept.takeAside(this.#of)
  }

  drop(): void {
    this.kept.takeAside(this.#of)
  }

  #take(typed: Typed | null): void {
    if (typed) this.asked = askedOf(typed)
    this.draft = typed?.line ?? null
  }
}

function askedOf({ phone, guestPays, guestCurrency }: Asked): Asked {
  return { phone, guestPays, guestCurrency }
}

function isSameAsked(one: Asked, other: Asked): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function typedOf(typed: string | null): Typed | null {
  return typed === null ? null : (JSON.parse(typed) as Typed)
}
