/** A written line of a group as it is asked for once more, with what its form has beside it. Pure. */
import type { ForAll, GroupDraft, GroupLineView, LineDraft, Plan } from '../backend/bindings'
import { currencyOf } from './draft-parts'

/** Of a line of which nobody kept it, what it came to so far. */
export function forAllOf({ forAll, plan, email, start }: GroupLineView): ForAll {
  return forAll ?? { plan: plan?.id ?? '', email, start: start ?? { kind: 'now' } }
}

/** What the guest of the line pays in unless somebody says otherwise. */
export function currencyFor(line: GroupLineView | null, plans: Plan[]): string {
  return currencyOf(line?.plan ? [line.plan] : plans)
}

export function draftOfLine(
  line: LineDraft,
  known: GroupLineView,
  asked: Pick<GroupLineView, 'phone' | 'guestPays' | 'guestCurrency'>,
  onSale: Pick<GroupDraft, 'plans' | 'shown'>,
  staff: string,
): GroupDraft {
  return {
    reference: '',
    lines: [line],
    ...onSale,
    ...forAllOf(known),
    phone: asked.phone,
    guestPays: asked.guestPays,
    guestCurrency: asked.guestCurrency || currencyFor(known, onSale.plans),
    staff,
  }
}
