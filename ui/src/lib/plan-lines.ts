/** Naming the plans of a list in which two may have one name. Pure. */
import type { Plan } from '../backend/bindings'
import type { PlanWords } from './plans'

type Line = { name: string | null; plan: Plan | null }
type Tell = (told: PlanWords, plan: Plan) => string[]

/** What tells plans apart, the plainest first; an id is the last resort. */
const tells: Tell[] = [
  ({ data, duration, place }, plan) => [data, duration, place === plan.name ? '' : place],
  ({ price }) => [price],
  (_, { id }) => [id],
]

/** What each line is called: as the provider does, and where others are called the same, with what tells them apart. */
export function planLineNames(lines: Line[], wordsOf: (plan: Plan) => PlanWords, nameless: string): string[] {
  return tells.reduce(
    (names, tell) =>
      names.map((name, at) => {
        const plan = lines[at]?.plan
        const isAlone = names.indexOf(name) === names.lastIndexOf(name)
        return !plan || isAlone ? name : [name, ...tell(wordsOf(plan), plan)].filter(Boolean).join(', ')
      }),
    lines.map(({ name }) => name ?? nameless),
  )
}
