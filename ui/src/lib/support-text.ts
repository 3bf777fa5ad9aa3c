/**
 * The text for the provider's support: what they can look the order up by, and what was tried. In English, which they
 * read. Never a code, never a customer.
 */
import type { OrderView, SimView } from '../backend/bindings'
import { en } from '../lang/en/staff-lazy'
import type { Check, Symptom } from './help-checks'

export type Tried = {
  order: OrderView
  symptom: Symptom
  sim: SimView
  lookedAt: Date | null
  tried: Check[]
}

const states: Record<SimView, string> = {
  not_read: 'not known',
  released: 'Released',
  downloaded: 'Downloaded',
  installed: 'Installed',
  unavailable: 'Unavailable',
  other: 'a state that is not documented',
}

export function supportText({ order, symptom, sim, lookedAt, tried }: Tried): string {
  const looked = lookedAt ? ` (looked at ${lookedAt.toISOString()})` : ''
  const lines = [
    `The customer says: ${en.help.symptoms[symptom]}`,
    `Order number: ${order.orderId ?? 'not known'}`,
    `Reference (correlation id): ${order.reference}`,
    `ICCID: ${order.iccid ?? 'not known'}`,
    `SIM state: ${states[sim]}${looked}`,
    `Ordered: ${order.createdAt}`,
    'Tried:',
    ...(tried.length > 0 ? tried.map((check) => `- ${en.help.checks[check].title}`) : ['- nothing yet']),
  ]
  return lines.join('\n')
}
