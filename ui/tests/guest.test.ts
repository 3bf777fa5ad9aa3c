import { screen } from '@testing-library/svelte'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { en } from '../src/lang/en/guest'
import {
  dial,
  direction,
  guestLanguages,
  type GuestWords,
  guestWords,
  inOrder,
  type Phone,
} from '../src/lang/guest'
import { allDiffer } from '../src/lib/glyphs'
import { after, before, scanning } from '../src/lib/guest-pictures'
import { buyButton, fillIn, openSell, type Window } from './window'

const phones: Phone[] = ['iphone', 'samsung', 'android', 'windows']

/** Every text of a language under the name of its place, titles written out. */
function texts(words: GuestWords): [string, string][] {
  const titles = Object.fromEntries(phones.map((phone) => [phone, words.title(phone)]))
  return flat({ ...words, title: titles })
}

function flat(value: object, path = ''): [string, string][] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    typeof inner === 'object' && inner !== null
      ? flat(inner, `${path}${key}.`)
      : [[path + key, String(inner)] as [string, string]],
  )
}

/** How much of a line a text takes: an ideograph is as wide as two letters. */
function width(text: string): number {
  return [...text.replaceAll('*', '')].reduce((sum, letter) => sum + (letter > '\u2E7F' ? 2 : 1), 0)
}

/** Texts of one kind share a place on screen: all steps, all titles, all fields. */
function kind(path: string): string {
  return path.replaceAll(/\.(\d|iphone|samsung|android|windows)/g, '')
}

function longest(words: GuestWords): Map<string, number> {
  const found = new Map<string, number>()
  for (const [path, text] of texts(words))
    found.set(kind(path), Math.max(found.get(kind(path)) ?? 0, width(text)))
  return found
}

describe.each(guestLanguages)('a guest who reads $name', ({ code, name }) => {
  it('finds every text in it', async () => {
    const words = await guestWords(code)
    expect(words.name, 'the button and the file agree').toBe(name)
    expect(
      texts(words).map(([path]) => path),
      'nothing of the English is missing, and nothing is added',
    ).toEqual(texts(en).map(([path]) => path))
    for (const [path, text] of texts(words)) {
      expect(text.trim(), `${path} says something`).toBe(text)
      expect(text, `${path} is not empty`).not.toBe('')
      expect(text, `${path} has all its parts`).not.toMatch(/undefined|null|NaN/)
    }
  })

  it('sees sentences of their own language', async () => {
    if (code === 'en') return
    const english = new Map(texts(en))
    const copied = texts(await guestWords(code)).filter(
      ([path, text]) =>
        /^(steps|before\.checks|after\.steps|state|confirmation|title)/.test(path) &&
        english.get(path) === text,
    )
    expect(copied, 'no sentence was left in English').toEqual([])
  })

  it('has three steps for each phone, and the marks of bold words are closed', async () => {
    const words = await guestWords(code)
    for (const phone of phones) expect(words.steps[phone], phone).toHaveLength(3)
    for (const [path, text] of texts(words)) {
      expect(text.split('*').length % 2, `every asterisk of ${path} has its other`).toBe(1)
      expect(text, `${path} has no empty bold word`).not.toContain('**')
    }
  })

  it('is told the same facts: what to dial, EID, Wi-Fi, and the names of the fields', async () => {
    const words = await guestWords(code)
    expect(words.before.checks[1].split('{dial}'), 'the code to dial is put in once').toHaveLength(2)
    expect(words.before.checks[1]).toContain('EID')
    expect(words.server, 'phones call it SM-DP+ in every language').toContain('SM-DP+')
    for (const [path, text] of texts(words))
      if (path !== 'before.checks.1') expect(text, `${path} has no place to fill`).not.toMatch(/[{}]/)
  })

  it('reads texts that fit where the English fits', async () => {
    const room = longest(en)
    for (const [path, text] of texts(await guestWords(code))) {
      if (['name', 'lang', 'direction'].includes(path)) continue
      // A word alone may be long in any language; ten letters more still fit on its line.
      const limit = Math.max((room.get(kind(path)) ?? 0) * 1.6, (room.get(kind(path)) ?? 0) + 10)
      expect(width(text), `${path}: "${text}"`).toBeLessThanOrEqual(limit)
    }
  })

  it('reads in the direction of the script', async () => {
    const words = await guestWords(code)
    const rightToLeft = /\p{Script=Arabic}/u.test(words.steps.iphone.join(''))
    expect(words.direction).toBe(rightToLeft ? 'rtl' : 'ltr')
    expect(direction(code), 'known before the words are there').toBe(words.direction)
    expect(new Intl.Locale(words.lang).language, 'a tag that browsers know').toBe(code.split('-')[0])
  })
})

it('the language of the system comes first, then the likeliest', () => {
  const first = (system: string) =>
    inOrder(system)
      .map(({ code }) => code)
      .slice(0, 4)
  expect(first('pl-PL'), 'what the country speaks').toEqual(['pl', 'en', 'de', 'fr'])
  expect(first('de_AT.UTF-8'), 'as Linux writes it, and not twice').toEqual(['de', 'en', 'fr', 'es'])
  expect(first('es_MX.UTF-8'), 'the Spanish of that country, then the other').toEqual([
    'es-419',
    'es',
    'en',
    'de',
  ])
  expect(first('es').slice(0, 2), 'without a country').toEqual(['es', 'es-419'])
  expect(first('pt-PT').slice(0, 2), 'Portugal').toEqual(['pt-PT', 'pt'])
  expect(first('pt-BR')[0], 'Brazil').toBe('pt')
  expect(first('zh-HK')[0], 'Hong Kong writes as Taiwan does').toBe('zh-Hant')
  expect(first('zh_CN.UTF-8')[0], 'mainland China').toBe('zh')
  expect(first('C'), 'a system without a language').toEqual(['en', 'de', 'fr', 'es'])
  expect(first('fi-FI'), 'we have no Finnish').toEqual(['en', 'de', 'fr', 'es'])
  expect(inOrder('ja'), 'none is lost').toHaveLength(guestLanguages.length)
})

it('a script without a font is noticed by letters that look the same', () => {
  expect(
    allDiffer('日本', (letter) => letter),
    'each letter has its own picture',
  ).toBe(true)
  expect(
    allDiffer('日本', () => 'box'),
    'a box for every letter',
  ).toBe(false)
  expect(
    allDiffer('日本', (letter) => (letter === '日' ? letter : 'box')),
    'a font that has only some of the letters',
  ).toBe(false)
})

it('a picture stands beside every step, and a computer is not told to dial', async () => {
  for (const phone of phones) expect(scanning[phone], phone).toHaveLength(en.steps[phone].length)
  expect(before).toHaveLength(en.before.checks.length)
  expect(after).toHaveLength(en.after.steps.length)
})

describe('on the hand-over', () => {
  // jsdom draws nothing, and would say so loudly.
  beforeEach(() => void vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null))

  it('the guest changes the language with one press, and the staff’s stays', async () => {
    const { user, page } = await handOver()
    await user.click(screen.getByRole('button', { name: 'Français' }))
    const french = await guestWords('fr')
    expect(await screen.findByText(french.title('iphone')), 'the guest reads French').toBeTruthy()
    expect(page.querySelector('[lang="fr"][dir="ltr"]'), 'and a screen reader speaks it').not.toBeNull()
    expect(screen.getByTestId('done').textContent, 'the staff still read English').toContain('next customer')
  })

  it('the other languages open in place by keyboard, and the chosen one stays visible', async () => {
    const { user, page } = await handOver()
    await user.click(screen.getByRole('button', { name: 'English' }))
    const more = await screen.findByRole('button', { name: 'More' })
    expect(screen.queryByRole('button', { name: 'العربية' }), 'only a few at first').toBeNull()
    more.focus()
    await user.keyboard('{Enter}')
    expect(more.getAttribute('aria-expanded')).toBe('true')
    for (const { name } of guestLanguages)
      expect(screen.getByRole('button', { name }), `${name} can be pressed`).toBeTruthy()

    await user.click(screen.getByRole('button', { name: 'العربية' }))
    const arabic = await guestWords('ar')
    const shut = await screen.findByRole('button', { name: arabic.more })
    expect(shut.getAttribute('aria-expanded'), 'whoever has chosen reads the steps next').toBe('false')
    expect(screen.getByRole('button', { name: 'العربية' }).getAttribute('aria-pressed')).toBe('true')
    expect(screen.queryByRole('button', { name: 'Polski' }), 'the others are put away').toBeNull()
    expect(page.querySelector('[lang="ar"][dir="rtl"]'), 'from right to left').not.toBeNull()
  })

  it('what to check before shows the code to dial as it is dialled', async () => {
    const { user } = await handOver()
    await user.click(screen.getByRole('button', { name: 'English' }))
    await user.click(await screen.findByRole('button', { name: en.before.title }))
    const code = screen.getByText(dial)
    expect(code.getAttribute('dir'), 'also among Arabic words').toBe('ltr')
    await user.click(screen.getByRole('button', { name: en.before.title }))
    expect(screen.queryByText(dial), 'pressed again, it is put away').toBeNull()
  })

  it('by hand, a phone is given exactly the fields of its form', async () => {
    const { user, page } = await handOver()
    await user.click(screen.getByRole('button', { name: 'English' }))
    await user.click(await screen.findByRole('button', { name: en.byHand }))
    const fields = () => [...page.querySelectorAll('dt')].map((field) => field.textContent)
    expect(fields(), 'an iPhone asks for two').toEqual([en.server, en.activationCode])
    await user.click(screen.getByRole('radio', { name: 'Samsung' }))
    expect(fields(), 'a Samsung asks for one').toEqual([en.wholeCode])
    expect(page.querySelector('dd')?.textContent, 'with the whole code').toMatch(/^LPA:1\$/)
  })
})

async function handOver(): Promise<Window> {
  const opened = await openSell()
  await fillIn(opened.user)
  await opened.user.click(buyButton())
  await screen.findByTestId('qr')
  await screen.findByRole('button', { name: 'English' })
  return opened
}
