/** The words of a saved table that stand in its cells and are counted: what a plan holds and how long. Pure. */
import type { Messages } from '../lang/staff'

export function unitsOf({ sell }: Messages): Record<string, string> {
  const counted = (text: string) => text.replace(/^\d+\s/, '')
  return {
    unit_day: counted(sell.days(1)),
    unit_days: counted(sell.days(2)),
    unit_month: counted(sell.months(1)),
    unit_months: counted(sell.months(2)),
    unit_unlimited: sell.unlimited,
  }
}
