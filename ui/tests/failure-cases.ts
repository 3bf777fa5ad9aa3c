/** Every failure and every problem of a field that has words of its own, for tests that read all of them. */
import type { Failure, Problem } from '../src/backend/bindings'
import { examples } from '../src/backend/fake/failures'

export const problems: Problem[] = [
  { kind: 'empty' },
  { kind: 'too_long', limit: 100 },
  { kind: 'line_break' },
  { kind: 'control_characters' },
  { kind: 'turns_direction' },
  { kind: 'two_addresses' },
  { kind: 'look_alikes' },
  { kind: 'not_an_email' },
  { kind: 'not_the_buyer' },
  { kind: 'not_digits' },
  { kind: 'wrong_length', expected: 32, found: 31 },
  { kind: 'check_digits' },
  { kind: 'in_the_past' },
  { kind: 'not_a_date' },
  { kind: 'not_an_address' },
  { kind: 'not_secure' },
  { kind: 'with_version' },
  { kind: 'more_than_an_address' },
  { kind: 'not_a_country' },
  { kind: 'not_an_amount' },
  { kind: 'not_a_currency' },
]

/** Kinds whose words depend on more than the kind: each of their cases. */
export const cases: Failure[] = [
  ...Object.values(examples),
  ...(['workbook', 'not_text', 'empty', 'too_large', 'closed'] as const).map((kind) => ({
    ...examples.table,
    why: { kind },
  })),
  ...(['name', 'connect', 'tls', 'proxy'] as const).map((why) => ({ ...examples.not_sent, why })),
  ...(['timed_out', 'lost'] as const).map((why) => ({ ...examples.unanswered, why })),
  ...(['not_asked', 'ready', 'waiting_for_unlock', 'none_here', 'refused'] as const).map((state) => ({
    ...examples.keychain,
    state,
  })),
  ...(
    [
      'disk_full',
      'read_only',
      'damaged',
      'rebuilt',
      'busy',
      'newer_version',
      'network_folder',
      'other',
    ] as const
  ).map((why) => ({ ...examples.book, why })),
  ...(['disk_full', 'read_only', 'other'] as const).flatMap((why) => [
    { ...examples.save, why },
    { ...examples.settings_file, why },
  ]),
  ...(['missing', 'not_a_certificate', 'too_large', 'on_the_network'] as const).map((why) => ({
    ...examples.extra_ca,
    why,
  })),
  ...(['unavailable', 'given_back', 'full', 'unknown', 'not_an_esim'] as const).map((why) => ({
    ...examples.no_top_up,
    why,
  })),
  ...(['downloaded', 'installed', 'unavailable', 'used', 'top_up_open', 'claimed_twice'] as const).map(
    (why) => ({ ...examples.no_refund, why }),
  ),
  { ...examples.slow_down, seconds: null },
  { ...examples.sold_recently, minutes: 0, open: true },
]
