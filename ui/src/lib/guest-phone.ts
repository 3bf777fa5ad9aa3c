/** The guest's phone as the sale knows it. Pure. */
import type { Phone as SoldFor } from '../backend/bindings'
import type { Phone } from '../lang/guest'

const phones: Record<SoldFor, Phone> = { iphone: 'iphone', samsung: 'samsung', other: 'android' }

export function guestPhoneOf(sold: SoldFor | null | undefined): Phone | null {
  return sold ? phones[sold] : null
}
