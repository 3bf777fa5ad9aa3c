/** The orders in which plans can be listed. Pure. Not in it: the usual order, in which they already come. */
import type { Money, Plan } from '../backend/bindings'

export const planOrders = ['usual', 'price', 'per_gb', 'per_day', 'data', 'days'] as const
export type PlanOrder = (typeof planOrders)[number]

/** What is not known of a plan comes last; what is the same stays as it was. */
export function sorted(plans: Plan[], order: PlanOrder): Plan[] {
  switch (order) {
    case 'usual':
      return plans
    case 'price':
      return cheapestFirst(plans, ({ price }) => price)
    case 'per_gb':
      return cheapestFirst(plans, ({ pricePerGb }) => pricePerGb)
    case 'per_day':
      return cheapestFirst(plans, ({ pricePerDay }) => pricePerDay)
    case 'data':
      return mostFirst(plans, ({ data, megabytes }) => (data.kind === 'unlimited' ? Infinity : megabytes))
    case 'days':
      return mostFirst(plans, ({ days }) => days)
  }
}

/** Amounts of two currencies cannot be compared: one currency after the other, the most frequent first. */
function cheapestFirst(plans: Plan[], priceOf: (plan: Plan) => Money | null): Plan[] {
  const counts = new Map<string, number>()
  for (const plan of plans) {
    const currency = priceOf(plan)?.currency
    if (currency !== undefined) counts.set(currency, (counts.get(currency) ?? 0) + 1)
  }
  const currencies = [...counts].sort((one, other) => other[1] - one[1]).map(([currency]) => currency)
  const placeOf = (price: Money | null) => (price ? currencies.indexOf(price.currency) : currencies.length)
  return plans.toSorted((one, other) => {
    const [here, there] = [priceOf(one), priceOf(other)]
    return placeOf(here) - placeOf(there) || Number(here?.amount ?? 0) - Number(there?.amount ?? 0)
  })
}

function mostFirst(plans: Plan[], sizeOf: (plan: Plan) => number | null): Plan[] {
  const rank = (plan: Plan) => sizeOf(plan) ?? -1
  return plans.toSorted((one, other) => (rank(one) === rank(other) ? 0 : rank(other) - rank(one)))
}
