import { describe, expect, it } from 'vitest'
import type { Failure, OrderState } from '../src/backend/bindings'
import { guestLanguages, guestWords } from '../src/lang/guest'
import { dictionary, languageFor, languages } from '../src/lang/staff'
import { lazyWords } from '../src/lang/staff-lazy'
import { colonOf } from '../src/lib/colon'
import { explain, explainProblem, failureTable } from '../src/lib/failures'
import { orderStates } from '../src/lib/order-states'
import { cases, problems } from './failure-cases'

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
      /undefined|\bnull\b|NaN/,
    )
  })

  it.each(cases)('nobody is told to try $kind again where the program does so itself', async (failure) => {
    const told = explain(failure, await dictionary(code))
    if (told.next !== 'try_again' || !orderTroubles.has(failure.kind)) return
    expect(told.fact).not.toBe('')
    expect(told.fact).not.toMatch(/try again|once more|noch einmal|erneut|réessayez|reinténtelo|riprov/i)
  })

  it.each(problems)('the problem $kind says what is wrong with a field', async (problem) => {
    const told = explainProblem(problem, await dictionary(code))
    expect(told.trim(), 'a marked field says why').not.toBe('')
    expect(told).not.toMatch(/undefined|\bnull\b|NaN/)
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

/** Who else could be meant: in German the carrier of a phone is an *Anbieter*, too. */
const bareProvider: Record<string, RegExp> = {
  en: /(?<!eSIM |only_)provider(?!":)/i,
  de: /(?<!eSIM-|Mobilfunk)anbieter(?!sperre)/i,
  fr: /fournisseur(?! eSIM)/i,
  es: /proveedor(?! de eSIM)/i,
  it: /fornitore(?! eSIM)/i,
}

/** With functions as what they are written as, which has all their words. */
function said(_: string, value: unknown): unknown {
  return typeof value === 'function' ? String(value) : value
}

it.each(languages)('in $name the eSIM provider has one name', async ({ code }) => {
  const bare = bareProvider[code]
  if (!bare) throw new Error(`${code} wants a look at what it calls the eSIM provider`)
  const all = JSON.stringify([await dictionary(code), await lazyWords(code)], said)
  const found = [...all.matchAll(new RegExp(bare, 'gi'))].map(({ index }) =>
    all.slice(index - 30, index + 30),
  )
  expect(found).toEqual([])
})

/** What was found stiff, or translated word by word, and mended: newer texts do not bring it back. */
const removed: Record<string, RegExp> = {
  en: /all the same|once more|look again|writ(?:ing|ten) .{0,20}down|stands in|put away|afresh|anew\b|no connection came|really once|take the mark away|understood'|reading the plans|looked at\b/i,
  de: /notiert|gelesen|\bvergessen|weggelegt|angesehen|von neuem|kennzeichen|vorproduktion|freiwillig|zurückgehalten|für unsere bücher|wie das system|steht in jeder|an den drucker gegeben|\bein mensch/i,
  fr: /oubliée|lecture d|\blues\b|noté/i,
  es: /olvidad|leyendo|leíd|anotando|mirado/i,
  it: /dimenticat|lettura de|\blett[aoei]\b|annotat/i,
}

it.each(languages)('in $name no calque comes back that was mended', async ({ code }) => {
  const all = JSON.stringify([await dictionary(code), await lazyWords(code)], said)
  const found = [...all.matchAll(new RegExp(removed[code] ?? /^$/, 'gi'))].map(({ index }) =>
    all.slice(index - 40, index + 40),
  )
  expect(found).toEqual([])
})

it('in Polish every step and sentence speaks to the guest in the same way', async () => {
  const said = JSON.stringify(await guestWords('pl'))
  expect(said, 'the phones say Open and Tap, and so do we').not.toMatch(/Państw|Prosimy|Proszę/)
})

it.each(languages)('in $name what comes back is called the same on every page', async ({ code }) => {
  const { orders } = await dictionary(code)
  const { takings } = await lazyWords(code)
  expect(takings.columns.charged_back).toBe(orders.credited)
  expect(takings.columns.paid_back).toBe(orders.guestsGetBack)
})

it('all dictionaries have the same entries, and none of them is empty', async () => {
  const english = await dictionary('en')
  for (const { code, name } of languages) {
    const words = await dictionary(code)
    expect(shape(words), `a text that is missing in ${name} would be seen by its readers`).toEqual(
      shape(english),
    )
    expect(empties(words), 'only what is meant to be silent is').toEqual(['order.bought.not_yet'])
    const lazy = await lazyWords(code)
    expect(shape(lazy), `nor one that is fetched when it is needed, in ${name}`).toEqual(
      shape(await lazyWords('en')),
    )
    expect(empties(lazy), `none of them is silent, in ${name}`).toEqual([])
  }
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
  expect(languageFor('system', 'es-MX'), 'one Spanish for all countries').toBe('es')
  expect(languageFor('system', 'fi-FI'), 'we have no Finnish').toBe('en')
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

describe('a name and what it is', () => {
  const sources = import.meta.glob<string>('../src/**/*.{svelte,ts}', {
    query: '?raw',
    import: 'default',
    eager: true,
  })

  it.each([
    ['en', 'Phone: Pixel'],
    ['de', 'Phone: Pixel'],
    ['fr', 'Phone\u00a0: Pixel'],
    ['zh-Hant', 'Phone：Pixel'],
    ['ja', 'Phone：Pixel'],
    ['ar', 'Phone: Pixel'],
  ])('are joined in %s as that language joins them', (language, joined) => {
    expect(`Phone${colonOf(language)}Pixel`).toBe(joined)
  })

  it('are joined by no colon of another language', () => {
    const joined = Object.entries(sources)
      .filter(([file]) => !file.includes('/lang/') && !file.includes('/fake/'))
      .flatMap(([file, text]) =>
        text
          .split('\n')
          // What is taken apart, and the size of paper, are no words.
          .filter(
            (line) => /\}: ?(?:\{|\$\{|<|`)/.test(line) && !/= \$props\(\)|= navigator|@page/.test(line),
          )
          .map((line) => `${file}: ${line.trim()}`),
      )
    expect(joined).toEqual([])
  })
})
