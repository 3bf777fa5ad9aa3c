/** One example of every failure there is. Complete by type: a new kind does not compile until it is here. */
import type { Failure } from '../bindings'
import { plans } from './plans'

export type FailureKind = Failure['kind']
type Examples = { [K in FailureKind]: Extract<Failure, { kind: K }> }

export const reference = '7f0b7c1e-52a4-4d0e-9a63-2f5be1a7c904'

const [changed] = plans(false)
if (!changed) throw new Error('there is a plan to change')

export const examples: Examples = {
  fields: {
    kind: 'fields',
    problems: [
      { field: 'email', problem: { kind: 'not_an_email' } },
      { field: 'client_id', problem: { kind: 'empty' } },
      { field: 'client_secret', problem: { kind: 'line_break' } },
      { field: 'service', problem: { kind: 'not_secure' } },
    ],
  },
  no_account: { kind: 'no_account' },
  not_signed_in: { kind: 'not_signed_in', reference },
  token_expired: { kind: 'token_expired' },
  token_worn: { kind: 'token_worn', reference },
  not_allowed: { kind: 'not_allowed', reference },
  not_found: { kind: 'not_found', reference },
  refused: {
    kind: 'refused',
    messages: [
      'product_id: is not available for this reseller',
      'subscriber.email: must be a business address',
    ],
    reference,
  },
  limit_reached: { kind: 'limit_reached', messages: ['Daily activation limit of 250 reached'], reference },
  slow_down: { kind: 'slow_down', seconds: 42, reference },
  not_sent: { kind: 'not_sent', why: 'connect', reference },
  unanswered: { kind: 'unanswered', why: 'timed_out', reference },
  service_trouble: { kind: 'service_trouble', status: 503, reference },
  redirected: { kind: 'redirected', reference },
  unreadable: { kind: 'unreadable', path: 'data[3].price', reference },
  too_large: { kind: 'too_large', reference },
  other_order: { kind: 'other_order', reference },
  plan_gone: { kind: 'plan_gone', reference },
  plan_changed: { kind: 'plan_changed', now: changed },
  sold_recently: { kind: 'sold_recently', minutes: 3, open: false },
  no_top_up: { kind: 'no_top_up', why: 'full' },
  no_refund: { kind: 'no_refund', why: 'installed' },
  keychain: { kind: 'keychain', state: 'none_here' },
  book: { kind: 'book', why: 'disk_full' },
  settings_file: { kind: 'settings_file', why: 'read_only' },
  extra_ca: { kind: 'extra_ca', why: 'missing' },
  no_trust_store: { kind: 'no_trust_store' },
  clipboard: { kind: 'clipboard' },
  save: { kind: 'save', why: 'read_only' },
  print: { kind: 'print' },
  mail: { kind: 'mail' },
  demo: { kind: 'demo' },
  demo_runs_elsewhere: { kind: 'demo_runs_elsewhere' },
  unknown_order: { kind: 'unknown_order' },
  other_account: { kind: 'other_account' },
  moved_on: { kind: 'moved_on', state: 'ready' },
  table: { kind: 'table', why: { kind: 'too_many_rows', rows: 10_000, most: 500 } },
  line_bought: { kind: 'line_bought' },
  group_changed: { kind: 'group_changed' },
  orders_fail: { kind: 'orders_fail' },
  phone_wanted: { kind: 'phone_wanted' },
  unknown_plan: { kind: 'unknown_plan' },
  no_code: { kind: 'no_code' },
  code_put_away: { kind: 'code_put_away' },
}

export const failureKinds = Object.keys(examples) as FailureKind[]

/** A service that talks too much, in words that do not break. */
export function talkative(failure: Failure): Failure {
  if (!('messages' in failure)) return failure
  const words =
    'The subscriber could not be provisioned because the upstream inventory rejected the request. '
  return {
    ...failure,
    messages: [words.repeat(4), `ERR_${'0123456789ABCDEF'.repeat(9)}`, ...failure.messages],
  }
}
