/**
 * The customer's window without Rust: `customer.html?fake&code&guest=ar&sim=installed&theme=dark&mode=demo`. Without
 * `code` nothing is handed over.
 */
import type { GuestLanguage, Phone } from '../../lang/guest'
import type { CustomersBackend } from '../backend'
import type { CustomerDisplay, SimView } from '../bindings'
import { handOver } from './code'
import { optionsFrom } from './options'
import { pastOrders } from './order-views'

export function customerFromAddress(params: URLSearchParams): CustomersBackend {
  const { appearance, language, system, mode } = optionsFrom(params)
  const order = pastOrders(10, false).find(({ state }) => state === 'ready')
  if (!order) throw new Error('the fake has a ready order')
  const code = handOver(order, { sample: mode === 'demo', ugly: false })
  if (code.kind !== 'code') throw new Error('the fake gives a code')
  const screen: CustomerDisplay = {
    demo: mode === 'demo',
    appearance,
    language,
    systemLanguage: system,
    code: params.has('code')
      ? {
          suffix: order.suffix,
          modules: code.modules,
          path: code.path,
          confirmationRequired: false,
          voucher: null,
          sim: (params.get('sim') ?? 'released') as SimView,
          waitsLong: params.has('long'),
          language: params.get('guest') as GuestLanguage | null,
          phone: (params.get('phone') ?? 'iphone') as Phone,
        }
      : null,
  }
  return {
    pagePixels: () => Promise.resolve(null),
    async onCustomerDisplay(heard) {
      heard(screen)
    },
  }
}
