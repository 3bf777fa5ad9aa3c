/** What a group costs, and whether a press agreed to that: plan by plan, as the program compares it. */
import type { Cost, Plan } from '../bindings'

/** How many, and what they cost. */
export function costOf(plans: (Plan | null)[]): Cost {
  const sums = new Map<string, number>()
  const counts = new Map<string, number>()
  let withoutPrice = 0
  for (const plan of plans) {
    if (plan) {
      const sells = JSON.stringify([plan.id, plan.name, plan.data, plan.duration, plan.price])
      counts.set(sells, (counts.get(sells) ?? 0) + 1)
    }
    if (plan?.price) {
      const cents = Math.round(Number(plan.price.amount) * 100)
      sums.set(plan.price.currency, (sums.get(plan.price.currency) ?? 0) + cents)
    } else withoutPrice++
  }
  return {
    count: plans.length,
    sums: [...sums].map(([currency, cents]) => ({ amount: (cents / 100).toFixed(2), currency })),
    withoutPrice,
    plans: Object.fromEntries(counts),
  }
}

/** The same number of each plan, and nothing else: what a press that begins or mends asks for. */
export function isSame(now: Cost, agreed: Cost): boolean {
  const sums = ({ sums }: Cost) => JSON.stringify(sums)
  return (
    isWithin(now, agreed) && isWithin(agreed, now) && now.count === agreed.count && sums(now) === sums(agreed)
  )
}

/** No more of any plan than was agreed, and no other: a plan at another price is another one. */
export function isWithin(now: Cost, agreed: Cost): boolean {
  return Object.entries(now.plans).every(([plan, count]) => count <= (agreed.plans[plan] ?? 0))
}
