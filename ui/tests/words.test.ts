import { describe, expect, it } from 'vitest'
import type { Failure, OrderState, Problem } from '../src/backend/bindings'
import { examples } from '../src/backend/fake/failures'
import { guestLanguages, guestWords } from '../src/lang/guest'
import { dictionary, languageFor, languages } from '../src/lang/staff'
import { explain, explainProblem, failureTable } from '../src/lib/failures'
import { orderStates } from '../src/lib/order-states'

const problems: Problem[] = [
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
const cases: Failure[] = [
  ...Object.values(examples),
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
  { ...examples.slow_down, seconds: null },
  { ...examples.sold_recently, minutes: 0, open: true },
]

/** What can hold up an open order and goes by itself. A locked keychain does not: it needs a person. */
const orderTroubles = new Set<Failure['kind']>([
  'token_worn',
  'not_found',
  'slow_down',
  'not_sent',
  'unanswered',
  'service_trouble',
  'book',
])

describe.each(languages)('in $name', ({ code }) => {
  it.each(cases)('the failure $kind has a title and says what to do', async (failure) => {
    const told = explain(failure, await dictionary(code))
    expect(told.title.trim(), 'a failure without a title is a dead end').not.toBe('')
    expect(told.body.trim(), 'a failure says what to do').not.toBe('')
    expect(`${told.title} ${told.body}`, 'every part of the sentence is there').not.toMatch(
      /undefined|null|NaN/,
    )
  })

  it.each(cases)('nobody is told to try $kind again where the program does so itself', async (failure) => {
    const told = explain(failure, await dictionary(code))
    if (told.next !== 'try_again' || !orderTroubles.has(failure.kind)) return
    expect(told.fact).not.toBe('')
    expect(told.fact).not.toMatch(/try again|once more|noch einmal|erneut/i)
  })

  it.each(problems)('the problem $kind says what is wrong with a field', async (problem) => {
    const told = explainProblem(problem, await dictionary(code))
    expect(told.trim(), 'a marked field says why').not.toBe('')
    expect(told).not.toMatch(/undefined|null|NaN/)
  })

  it('every order state has a name and an end', async () => {
    const { order } = await dictionary(code)
    for (const state of Object.keys(orderStates) as OrderState[]) {
      expect(order.states[state], `${state} is named`).not.toBe('')
      expect(order.ends[state].title, `${state} says what happened`).not.toBe('')
      expect(order.ends[state].body, `${state} says what to do`).not.toBe('')
    }
  })
})

it('both dictionaries have the same entries, and none of them is empty', async () => {
  const [english, german] = [await dictionary('en'), await dictionary('de')]
  expect(shape(german), 'a text that is missing in one language would be seen by its readers').toEqual(
    shape(english),
  )
  for (const words of [english, german])
    expect(empties(words), 'only what is meant to be silent is').toEqual(['order.bought.not_yet'])
})

it('every guest language has three steps for each phone', async () => {
  for (const { code, name } of guestLanguages) {
    const guest = await guestWords(code)
    expect(guest.name, 'a language is found under its own name').toBe(name)
    for (const steps of Object.values(guest.steps)) {
      expect(steps, 'three short steps').toHaveLength(3)
      for (const step of steps) expect(step.split('*').length % 2, `bold words end in "${step}"`).toBe(1)
    }
  }
})

it('the system’s language is taken if we speak it, else English', () => {
  expect(languageFor('system', 'de-AT'), 'Austrian German is German').toBe('de')
  expect(languageFor('system', 'de_CH.UTF-8'), 'as Linux writes it').toBe('de')
  expect(languageFor('system', 'fr-FR'), 'we have no French').toBe('en')
  expect(languageFor('en', 'de-DE'), 'the choice of the staff wins').toBe('en')
})

it('a failure that may cost money never says that it is nothing to worry about', () => {
  for (const [kind, row] of Object.entries(failureTable)) {
    if (row.next === 'support') expect(row.severity, `${kind} sends people to support`).toBe('bad')
  }
  expect(orderStates.unconfirmed.next, 'an order that may be bought is never sold again by a button').toBe(
    'wait',
  )
  expect(orderStates.failed.bought, 'the service does not say whether a failure is charged').toBe('unknown')
})

function shape(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return typeof value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([key, inner]) => [key, shape(inner)]),
  )
}

function empties(value: object, path = ''): string[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (typeof inner === 'object' && inner !== null) return empties(inner, `${path}${key}.`)
    return inner === '' ? [path + key] : []
  })
}
