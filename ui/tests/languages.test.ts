/** `docs/languages.md`, the translators' table of what phones call their menus, and the language folders say the same. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { guestLanguages, type GuestWords, guestWords } from '../src/lang/guest'

type Row = { place: string; name: string; source: string }

const page = readFileSync(join(import.meta.dirname, '../../docs/languages.md'), 'utf8')
const notVerified = '*not verified*'

/** The letters that a source has on that page, each with an address. */
const sources = new Map(
  [...page.matchAll(/^\| ([A-Z]) \| .*?(https:\S+)/gm)].map(([, letter, address]) => [letter, address]),
)

/** The table below the heading of a language. */
function rowsOf(code: string): Row[] {
  const section = page.split(/^## /m).find((part) => part.split('\n')[0]?.endsWith(`(\`${code}\`)`)) ?? ''
  const lines = section.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| on '))
  return lines.map((line) => {
    const [place = '', name = '', source = ''] = line.split('|').slice(1, -1)
    return { place: place.trim(), name: name.trim(), source: source.trim() }
  })
}

/** What a guest is told to look for: the words between asterisks, once for each phone. */
function menuNames({ steps, formOnIphone, push, before, after }: GuestWords): string[] {
  const places = {
    iPhone: [...steps.iphone, formOnIphone, ...push.steps],
    Samsung: steps.samsung,
    Android: steps.android,
    Windows: steps.windows,
    'all phones': [...before.checks, ...after.steps],
  }
  const names = Object.entries(places).flatMap(([place, texts]) =>
    texts.flatMap((text) =>
      text
        .split('*')
        .filter((_, at) => at % 2 === 1)
        .map((name) => `${place}: ${name}`),
    ),
  )
  return [...new Set(names)]
}

describe.each(guestLanguages)('$name', ({ code }) => {
  it('has every menu name in the translators’ table, and no other', async () => {
    const rows = rowsOf(code).map(({ place, name }) => `${place}: ${name}`)
    expect(rows).toEqual(menuNames(await guestWords(code)))
  })

  it('says of each name where it was seen, or that it was not', () => {
    for (const { place, name, source } of rowsOf(code))
      if (source !== notVerified) expect(sources.has(source), `${place}, ${name}: "${source}"`).toBe(true)
  })
})

it('a translator is told truly how long a language is', () => {
  const [guest = 0, staff = 0] = [...page.matchAll(/\(under\s([\d,]+) lines/g)].map(([, said = '']) =>
    Number(said.replace(',', '')),
  )
  const folder = join(import.meta.dirname, '../src/lang')
  const linesOf = (language: string, file: string) => {
    const path = join(folder, language, `${file}.ts`)
    return existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0
  }
  const languages = readdirSync(folder).filter((name) => !name.includes('.'))
  const longest = (...files: string[]) =>
    Math.max(...languages.map((language) => files.reduce((sum, file) => sum + linesOf(language, file), 0)))
  for (const [said, is] of [
    [guest, longest('guest')],
    [staff, longest('staff', 'staff-lazy')],
  ] as const) {
    expect(said, 'no less than the longest').toBeGreaterThan(is)
    expect(said, 'and near it').toBeLessThan(is * 1.2)
  }
})

it('no source is listed that no name has', () => {
  const used = new Set(guestLanguages.flatMap(({ code }) => rowsOf(code).map(({ source }) => source)))
  expect([...sources.keys()].filter((letter) => !used.has(letter ?? ''))).toEqual([])
})
