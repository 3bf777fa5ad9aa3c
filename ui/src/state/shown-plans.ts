/** What this page calls the plans on sale, for Rust to know them in a table that is written in the page's words. */
import type { Plan, ShownPlan } from '../backend/bindings'
import { languages } from '../lang/staff'
import { namedPlan } from '../lib/group-words'
import { namesOfPlace } from '../lib/other-names'
import { planTitle, planWords, titleAndPrice } from '../lib/plans'
import { words } from './words.svelte'

/** Made once for a catalogue and a language: every look at a table asks for it. */
let last: { plans: Plan[]; locale: string; shown: ShownPlan[] } | undefined

export function shownPlans(plans: Plan[]): ShownPlan[] {
  const { locale } = words
  if (last?.plans !== plans || last.locale !== locale) last = { plans, locale, shown: plans.map(shownPlan) }
  return last.shown
}

function shownPlan(plan: Plan): ShownPlan {
  const told = planWords(plan, words.t, words.format, words.places)
  const title = planTitle(told, plan)
  const titles = [title, [title, told.duration].join(', '), titleAndPrice(told, plan), namedPlan(plan, told)]
  const places = namesOfPlace(
    plan,
    languages.map(({ code }) => code),
  )
  return { id: plan.id, titles: [...new Set(titles)], places }
}
