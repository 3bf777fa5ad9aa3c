/** What is known of a group's line that was ordered: bought, with or without its code, or not known. Pure. */
import type { GroupLineView } from '../backend/bindings'
import { outcomeOf } from './order-states'

export type LineStand = 'bought' | 'on_hold' | 'under_way' | 'unknown'

/** Null where nothing was bought, the money came back, or a person closed the case without knowing: nobody waits for it. */
export function lineStand({ order }: Pick<GroupLineView, 'order'>): LineStand | null {
  if (order === null || order.refunded || !order.mayBeCharged) return null
  const { bought, next, open } = outcomeOf(order)
  if (order.state === 'settled') return bought === 'yes' ? 'bought' : null
  if (bought === 'yes') return next === 'support' ? 'on_hold' : 'bought'
  return bought === 'not_yet' && open ? 'under_way' : 'unknown'
}
