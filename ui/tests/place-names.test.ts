/** What people call the place of a plan: short and older names in the search, and every staff language in a table of guests. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { screen } from '@testing-library/svelte'
import { beforeAll, expect, it, vi } from 'vitest'
import type { Plan } from '../src/backend/bindings'
import { fakeFromAddress } from '../src/backend/fake'
import { Catalogue } from '../src/state/catalogue.svelte'
import { shownPlans } from '../src/state/shown-plans'
import { words } from '../src/state/words.svelte'
import { openSell } from './window'

async function catalogue(): Promise<Catalogue> {
  const read = new Catalogue(fakeFromAddress(new URLSearchParams('pace=fast')))
  await read.read()
  return read
}

/** With nothing on sale but these plans. */
async function selling(...plans: [footprint: string | null, name: string][]): Promise<Catalogue> {
  const read = await catalogue()
  const [first] = read.plans
  read.plans = plans.map(([footprint, name]) => ({ ...(first as Plan), id: name, footprint, name }))
  return read
}

function foundIn(read: Catalogue, query: string): string[] {
  read.query = query
  const found = read.shown.map(({ name }) => name)
  expect(
    read.matching(query).map(({ name }) => name),
    'a top-up finds what a sale finds',
  ).toEqual(found)
  return found
}

beforeAll(() => words.use('en', 'en-GB'))

it.each([
  ['UK', 'GB', 'United Kingdom 5 GB'],
  ['u.k.', 'GB', 'United Kingdom 5 GB'],
  ['uk 5gb', 'GB', 'United Kingdom 5 GB'],
  ['england', 'GB', 'Britain 5 GB'],
  ['uk', null, 'United Kingdom & Ireland 5 GB'],
  ['uk', 'EUROPE_UK', 'Great Britain 5 GB'],
  ['USA', 'US', 'United States 5 GB'],
  ['usa', null, 'United States 5 GB'],
  ['U.S.', 'US', 'United States 5 GB'],
  ['uae', 'AE', 'Gulf 5 GB'],
  ['dubai', 'AE', 'Gulf 5 GB'],
  ['emirates', 'AE', 'Gulf 5 GB'],
  ['holland', 'NL', 'Netherlands 5 GB'],
  ['czech republic', 'CZ', 'Czechia 5 GB'],
  ['czechia', 'CZ', 'Czech Republic 5 GB'],
  ['korea', 'KR', 'Seoul 5 GB'],
  ['turkey', 'TR', 'Istanbul 5 GB'],
  ['turkiye', 'TR', 'Turkey 5 GB'],
  ['hong kong', 'HK', 'HK 5 GB'],
  ['bosnia', 'BA', 'Sarajevo 5 GB'],
  ['ivory coast', 'CI', 'Abidjan 5 GB'],
  ['burma', 'MM', 'Myanmar 5 GB'],
  ['macau', 'MO', 'Macao 5 GB'],
  ['worldwide', 'GLOBAL', 'Everywhere 5 GB'],
])('a place is found by a short or an older name: %s', async (query, footprint, name) => {
  const read = await selling(['UA', 'Ukraine 5 GB'], ['EUROPE', 'Europe 5 GB'], [footprint, name])
  expect(foundIn(read, query)[0], 'before what only begins so').toBe(name)
})

it.each([
  ['de', 'de-DE', 'vae', 'AE', 'Emirates 5 GB'],
  ['de', 'de-DE', 'schottland', 'GB', 'United Kingdom 5 GB'],
  ['fr', 'fr-FR', 'hollande', 'NL', 'Netherlands 5 GB'],
  ['es', 'es-ES', 'ee. uu.', 'US', 'United States 5 GB'],
  ['es', 'es-ES', 'eeuu', 'US', 'United States 5 GB'],
  ['it', 'it-IT', 'inghilterra', 'GB', 'United Kingdom 5 GB'],
] as const)('in %s (%s) %s is found, too', async (language, locale, query, footprint, name) => {
  await words.use(language, locale)
  expect(foundIn(await selling([footprint, name]), query)).toEqual([name])
  await words.use('en', 'en-GB')
})

it('no place is found by the name of another one', async () => {
  const names = ['Waleska 5 GB', 'Latin America 5 GB', 'England, Holland 5 GB', 'North Korean Embassy 5 GB']
  const read = await selling(...names.map((name): [null, string] => [null, name]))
  for (const query of ['uk', 'usa', 'netherlands']) expect(foundIn(read, query), query).toEqual([])
})

it.each([
  'excl. UK',
  'ohne England',
  'sans UK',
  'sin Holanda',
  'senza USA',
  'except USA',
  'without the UK',
  'außer UK',
  'hors Écosse',
])('a plan that leaves a place out is not found by it: %s', async (out) => {
  const [plan] = (await selling([null, `Europe (${out}) 5 GB`])).plans
  expect(shownPlans([plan as Plan])[0]?.places).toEqual([])
})

const rust = '../../src-tauri/core/src/desk/group/plans.rs'

/** All codes that the engine has a name for. */
const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
const region = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
const numbers = ['001', '002', '003', '005', '009', '019', '029', '142', '150', '419']
const codes = [...letters.flatMap((one) => letters.map((two) => one + two)), ...numbers].filter((code) =>
  region.of(code),
)

it('no place is called by the code of another one', async () => {
  const read = await selling(...codes.map((code): [string, string] => [code, code]))
  const wrong = shownPlans(read.plans).flatMap(({ id, places }) =>
    places.filter((name) => {
      const code = name
        .normalize('NFKD')
        .replaceAll(/[^A-Za-z]/g, '')
        .toUpperCase()
      return code.length === 2 && codes.includes(code) && region.of(code) !== region.of(id)
    }),
  )
  expect(wrong).toEqual([])
  const of = (id: string) => shownPlans(read.plans).find((shown) => shown.id === id)?.places
  expect(of('GB')).toContain('UK')
  expect(of('GB')).not.toContain('RU')
  expect(of('US')).toEqual(expect.arrayContaining(['US', 'USA', 'EE. UU.']))
  expect(of('US')).not.toContain('É.-U.')
})

it('Rust looks at every name that any place has', async () => {
  const source = readFileSync(join(import.meta.dirname, rust), 'utf8')
  const looked = Number(/MOST_NAMES: usize = (\d+);/.exec(source)?.[1])
  const read = await selling(...codes.map((code): [string, string] => [code, code]))
  const shown = shownPlans(read.plans)
  expect(shown.find(({ id }) => id === 'GB')?.places, 'the last one').toContain('Scozia')
  const most = Math.max(...shown.flatMap(({ places, titles }) => [places.length, titles.length]))
  expect(most).toBeLessThanOrEqual(looked)
})

it('Rust is told what this page calls each plan, and its place in every language of the staff', async () => {
  await words.use('de', 'de-DE')
  const { plans } = await catalogue()
  const of = (name: string) => shownPlans(plans)[plans.findIndex((plan) => plan.name === name)]
  expect(of('Europe 5 GB')?.titles).toEqual([
    'Europa 5 GB',
    'Europa 5 GB, 30 Tage',
    'Europa 5 GB, 14,00\u00a0€',
    'Europa 5 GB, 30 Tage, 14,00\u00a0€',
  ])
  expect(of('Europe 5 GB')?.places).toEqual(['Europe', 'Europa'])
  expect(of('USA 5 GB')?.places).toEqual(
    expect.arrayContaining(['United States', 'États-Unis', 'Stati Uniti', 'Vereinigte Staaten', 'USA']),
  )
  expect(of('Partner special GX-4')?.places, 'no place is invented').toEqual([])
  expect(shownPlans(plans), 'made once').toBe(shownPlans(plans))
  await words.use('en', 'en-GB')
  expect(of('Europe 5 GB')?.titles[0], 'and anew in another language').toBe('Europe 5 GB')
})

it('a table goes to Rust with what the page calls the plans, when it is read and whenever it is looked at', async () => {
  const { fake, user, desk } = await openSell()
  const [read, check] = [vi.spyOn(fake, 'readTable'), vi.spyOn(fake, 'checkGroup')]
  await user.click(screen.getByTestId('several'))
  await user.click(await screen.findByTestId('group-text'))
  await user.paste(`Guest;E-mail;Plan\nAnna Keller;anna@example.com;${desk.catalogue.plans[0]?.name ?? ''}`)
  await user.click(screen.getByTestId('group-read'))
  await screen.findByTestId('group-buy')
  const shown = shownPlans(desk.catalogue.plans)
  expect(shown).toHaveLength(desk.catalogue.plans.length)
  expect(read.mock.calls[0]).toEqual([expect.any(String), desk.catalogue.plans, shown])
  expect(check.mock.lastCall?.[0].shown).toEqual(shown)
})
