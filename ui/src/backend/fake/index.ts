/**
 * A desk without Rust, for looking at the window in any browser and for tests. Start it with
 * `npm run dev` and open `/?fake`, or build it with `--mode fake`; the product has no trace of it.
 *
 * | in the address | plays |
 * |---|---|
 * | `account` | `none` (Welcome), `opening`, `locked`, `signed_out`, `signed_in` |
 * | `mode` | `live`, `demo` |
 * | `keychain` | `ready`, `not_asked`, `waiting_for_unlock`, `none_here`, `refused` |
 * | `service` | `online`, `not_asked`, `offline`, `trouble` |
 * | `pace` | `usual`, `fast`, `at_once`, `stuck` (an order that stays in preparation) |
 * | `end` | how an order ends: `ready`, `failed`, `refused`, `not_sent`, `unconfirmed`, `withheld` |
 * | `doubt` | why a code is withheld: `incomplete`, `invalid`, `disagree`, `picture_wrong`, `claimed_twice` |
 * | `fail` | commands that fail and with what: `placeOrder:limit_reached,copy:clipboard` |
 * | `orders` | so many orders in the book, in every state by turns; `orders` alone is one in each |
 * | `sim`, `long` | what every SIM is doing, such as `installed`; codes have been up for long |
 * | `ugly`, `empty`, `not_as_sold` | awkward data; no plans; another plan than sold |
 * | `second` | a second monitor shows the customer's half |
 * | `close_asked` | somebody closes the window while so many orders are open |
 * | `theme`, `lang`, `system` | appearance; language; what the system speaks, such as `de-AT` |
 */
import { FakeDesk } from './desk'
import { optionsFrom } from './options'

export type { FakeDesk } from './desk'

export function fakeFromAddress(params: URLSearchParams): FakeDesk {
  return new FakeDesk(optionsFrom(params))
}
