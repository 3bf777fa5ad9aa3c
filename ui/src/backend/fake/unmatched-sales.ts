/** What the fake service sold and the fake book does not know. */
import type { UnmatchedSale } from '../bindings'

const HOUR = 3_600_000

/** The address that each of them was bought with. */
export const BUYER = 'guest@example.com'

export function unmatchedSales(ugly: boolean): UnmatchedSale[] {
  const names = ugly
    ? ['Europa Reisepaket inklusive Schweiz, Vereinigtes Königreich und Türkei 50 GB für 30 Tage', null]
    : ['Europe 5 GB', 'World 1 GB']
  const sold = names.map((plan, at) => ({
    subscription: `Q-hzHc6EErZPQcgw2L02_nDdruGtr6lDrM-jmja_xu${at}=`,
    iccid: `894447111111111950${at}`,
    plan,
    createdAt: new Date(Date.now() - (at + 5) * HOUR).toISOString(),
  }))
  const early = { subscription: 'ZHNhc2Rhc2Q=', iccid: null, plan: 'Asia 3 GB', createdAt: null }
  return [...sold, early]
}
