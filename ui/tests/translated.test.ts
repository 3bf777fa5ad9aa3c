/**
 * What a translation may get wrong without anything failing to compile: a text left in English, a text too long for the
 * place where it stands. The places are measured in characters, because nothing is drawn here; the window tests draw.
 */
import { describe, expect, it } from 'vitest'
import type { Failure, Problem } from '../src/backend/bindings'
import { guestLanguages, guestWords } from '../src/lang/guest'
import { dictionary, languages } from '../src/lang/staff'
import { lazyWords } from '../src/lang/staff-lazy'
import { cases, problems } from './failure-cases'

/** `of` is what a sentence that counts was given. */
type Text = [path: string, text: string, of?: string]

/** Names and units, the same in all languages. */
const names = [
  'eSIM Desk',
  'eSIM Desk 2',
  'iPhone',
  'Samsung',
  'Windows',
  'Android',
  'Wi-Fi',
  'Esc',
  'Ctrl',
  'IMEI',
  'A4',
  'A5',
  'ICCID',
  'Proxy',
  'OK',
  '2, 2, 2',
]

/** Words that a language rightly shares with English. A whole sentence never stands here. */
const shared: Record<string, string[]> = {
  de: ['optional', 'Status'],
  fr: ['Date', 'E-mail', '1 minute', '2 minutes'],
  es: ['No', 'Plan'],
  it: ['No', 'Account', 'E-mail', 'Privacy', '2 per GB'],
}

/** Words that none of our languages has: who finds one found a sentence that is half translated. */
const english = /\b(the|with|your|this|please|customer|press|again)\b/i

/** How long a text of a kind may be, and why. What is in none of these may be 1.6 times the English, or 24 letters more. */
const places: { kind: RegExp; most: number; why: string }[] = [
  { kind: /^menu\.(sell|orders|settings|newSale|keys)$/, most: 16, why: 'the menu is a narrow column' },
  { kind: /^orders\.columns\./, most: 28, why: 'the heading of a column is as wide as its cells' },
  {
    kind: /^order\.(states|verdicts)\.|^handOver\.sim\./,
    most: 34,
    why: 'a chip stands in a row beside a name',
  },
  {
    kind: /^orders\.(groups|periods)\.|appearances\.|proxies\.|phones\./,
    most: 22,
    why: 'pills share one line',
  },
  {
    kind: /^failures\..*title$|^order\.ends\..*title$/,
    most: 64,
    why: 'the title of a notice takes one line',
  },
  { kind: /^failures\..*(body|fact)$/, most: 260, why: 'a notice is read in one look: four lines' },
  { kind: /^problems\./, most: 125, why: 'two lines below a field' },
  { kind: /^help\.checks\..*body$/, most: 175, why: 'three lines beside a tick' },
]

type Say = (...all: unknown[]) => unknown

/** All that a sentence can become: of several, of one, of none, and where a part is not known. */
function saidOf(say: Say): [said: string, of: string][] {
  const ways = [2, 1, 0, null].map((of): [string, string] => {
    try {
      return [String(say(of, of, of)), String(of)]
    } catch {
      // It is never asked so: what it takes has parts.
      return ['', '']
    }
  })
  return ways.filter(([said]) => said !== '' && !/undefined|NaN|\bnull\b|\[object/.test(said))
}

function flat(value: object, path = ''): Text[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]): Text[] => {
    const at = path + key
    if (at === 'failures' || at === 'problems' || inner === undefined) return []
    if (typeof inner === 'function') return saidOf(inner as Say).map(([said, of]) => [at, said, of])
    return typeof inner === 'object' && inner !== null ? flat(inner, `${at}.`) : [[at, String(inner)]]
  })
}

/** Everything that staff read in a language, with what comes with a failure or with a problem of a field. */
async function staffTexts(code: (typeof languages)[number]['code']): Promise<Text[]> {
  const words = await dictionary(code)
  const failing = cases.flatMap((failure, at) => {
    const told = words.failures[failure.kind] as (failure: Failure) => object
    return flat(told(failure), `failures.${String(at)}.${failure.kind}.`)
  })
  const wrong = problems.map((problem): Text => {
    const told = words.problems[problem.kind] as (problem: Problem) => string
    return [`problems.${problem.kind}`, told(problem)]
  })
  return [...flat(words), ...flat(await lazyWords(code)), ...failing, ...wrong]
}

async function guestTexts(code: (typeof guestLanguages)[number]['code']): Promise<Text[]> {
  const { lang, name, direction, ...words } = await guestWords(code)
  expect([lang, name, direction], 'what is not read as a text').not.toContain('')
  return flat(words).filter(([path]) => path !== 'title')
}

/** What a text of one language is compared with in another. */
function keyOf(path: string, of = ''): string {
  return `${path} ${of}`
}

function leftInEnglish(code: string, texts: Text[], originals: Text[]): Text[] {
  const original = new Map(originals.map(([path, text, of]) => [keyOf(path, of), text]))
  const right = new Set([...names, ...(shared[code] ?? [])])
  return texts.filter(([path, text, of]) => {
    if (!/\p{L}{2}/u.test(text) || right.has(text) || right.has(text.replaceAll(/\d/g, '2'))) return false
    return text === original.get(keyOf(path, of)) || english.test(text)
  })
}

describe.each(languages.filter(({ code }) => code !== 'en'))('the staff’s words in $name', ({ code }) => {
  it('leave nothing in English', async () => {
    expect(leftInEnglish(code, await staffTexts(code), await staffTexts('en'))).toEqual([])
  })

  it('fit where they stand', async () => {
    const originals = new Map((await staffTexts('en')).map(([path, text, of]) => [keyOf(path, of), text]))
    const tooLong = (await staffTexts(code)).filter(([path, text, of]) => {
      const original = originals.get(keyOf(path, of))?.length ?? 0
      const most = places.find(({ kind }) => kind.test(path))?.most ?? Math.max(original * 1.6, original + 24)
      return text.length > most
    })
    expect(tooLong.map(([path, text]) => `${path}, ${String(text.length)}: ${text}`)).toEqual([])
  })
})

it('a French sign of two parts never begins a line: the space before it does not break', async () => {
  const texts = [...(await staffTexts('fr')), ...(await guestTexts('fr'))]
  expect(texts.filter(([, text]) => / [:;?!»]|« /.test(text))).toEqual([])
})

describe.each(guestLanguages.filter(({ code }) => code !== 'en'))(
  'the guest’s words in $name',
  ({ code }) => {
    it('leave nothing in English', async () => {
      expect(leftInEnglish(code, await guestTexts(code), await guestTexts('en'))).toEqual([])
    })
  },
)

it('a word that is listed as rightly the same is used somewhere, and no sentence hides there', async () => {
  for (const [code, words] of Object.entries(shared))
    for (const word of words) {
      expect(word.split(' ').length, word).toBeLessThan(4)
      const staff = languages.find((one) => one.code === code)
      const guest = guestLanguages.find((one) => one.code === code)
      const texts = [
        ...(staff ? await staffTexts(staff.code) : []),
        ...(guest ? await guestTexts(guest.code) : []),
      ]
      expect(
        texts.map(([, text]) => text),
        `${code}: ${word}`,
      ).toContain(word)
    }
})

it('English itself fits', async () => {
  const tooLong = (await staffTexts('en')).filter(([path, text]) => {
    const place = places.find(({ kind }) => kind.test(path))
    return place !== undefined && text.length > place.most
  })
  expect(tooLong).toEqual([])
})
