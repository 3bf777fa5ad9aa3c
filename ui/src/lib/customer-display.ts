/** What the customer's screen shows of a hand-over, and nothing else of it. */
import type { HandOverView, OrderView, SimView } from '../backend/bindings'
import type { GuestLanguage, Phone } from '../lang/guest'

export type Shown = {
  /** The end of the order number, which the staff's half shows too. */
  suffix: string
  /** A side in modules, quiet zone included. */
  modules: number
  path: string
  confirmationRequired: boolean
  voucher: string | null
  /** A demo's code. */
  sample: boolean
  sim: SimView
  /** The code has been up for so long that the guest is told what to check. */
  waitsLong: boolean
  language: GuestLanguage
  phone: Phone
}

/** The part of a code on the staff's half that is also for the customer. */
export function shownOf(
  { modules, path, confirmationRequired, voucher, sample }: Extract<HandOverView, { kind: 'code' }>,
  { suffix }: OrderView,
  rest: Pick<Shown, 'sim' | 'waitsLong' | 'language' | 'phone'>,
): Shown {
  return { suffix, modules, path, confirmationRequired, voucher, sample, ...rest }
}
