/** The guest's language before they have chosen one: what a cell of a table names, and where they live. */
import { screen, waitFor } from '@testing-library/svelte'
import { describe, expect, it, vi } from 'vitest'
import { guestLanguageOf, languageOfCountry } from '../src/lib/guest-language'
import { buyButton, fillIn, openSell, reload, type Window } from './window'

describe('a cell of a table', () => {
  it.each([
    ['de', 'de'],
    ['DE', 'de'],
    ['de-AT', 'de'],
    ['German', 'de'],
    ['Deutsch', 'de'],
    ['allemand', 'de'],
    ['polnisch', 'pl'],
    ['日本語', 'ja'],
    ['jpn', 'ja'],
    ['', null],
    ['Klingon', null],
  ])('knows a language by its tag and by its names: %s', (text, language) => {
    expect(guestLanguageOf(text)).toBe(language)
  })

  it.each([
    ['zh', 'zh'],
    ['zh-CN', 'zh'],
    ['zh-TW', 'zh-Hant'],
    ['zh_HK', 'zh-Hant'],
    ['zh-hant', 'zh-Hant'],
    ['Traditional Chinese', 'zh-Hant'],
    ['Chinese (Taiwan)', 'zh-Hant'],
    ['es', 'es'],
    ['es-ES', 'es'],
    ['es-MX', 'es-419'],
    ['es_AR', 'es-419'],
    ['ES-419', 'es-419'],
    ['Mexican Spanish', 'es-419'],
    ['pt', 'pt'],
    ['pt-BR', 'pt'],
    ['pt-PT', 'pt-PT'],
    ['pt-AO', 'pt-PT'],
    ['Portugiesisch (Portugal)', 'pt-PT'],
    ['portugais (Brésil)', 'pt'],
  ])(
    'leads where one language is two of ours to the one whose phones have its words: %s',
    (text, language) => {
      expect(guestLanguageOf(text)).toBe(language)
    },
  )

  it.each([
    ['UK', 'en'],
    ['GB', 'en'],
    ['en-UK', 'en'],
    ['uk', 'uk'],
    ['uk-UA', 'uk'],
    ['JP', 'ja'],
    ['jp', 'ja'],
    ['KR', 'ko'],
    ['CN', 'zh'],
    ['TW', 'zh-Hant'],
    ['HK', 'zh-Hant'],
    ['BR', 'pt'],
    ['MX', 'es-419'],
    ['AT', 'de'],
    ['US', 'en'],
    ['AR', 'ar'],
  ])(
    'takes two letters for the language that is meant, also where they are a country: %s',
    (text, language) => {
      expect(guestLanguageOf(text)).toBe(language)
    },
  )

  it.each(['DK', 'SE', 'GR', 'CZ', 'NO', 'sv-SE', 'da', 'RU'])(
    'has no words for %s, and makes up none',
    (text) => {
      expect(guestLanguageOf(text)).toBeNull()
    },
  )

  it.each(['SV', 'SL', 'SR', 'VI', 'MS'])(
    'is not taken for a country where it may be a language of its own: %s',
    (text) => {
      expect(guestLanguageOf(text)).toBeNull()
    },
  )
})

describe('where the guest lives', () => {
  it('tells what is most likely spoken there, in our words for it', () => {
    const spoken = {
      JP: 'ja',
      BR: 'pt',
      PT: 'pt-PT',
      MX: 'es-419',
      TW: 'zh-Hant',
      CN: 'zh',
      CH: 'de',
      EG: 'ar',
    }
    for (const [country, language] of Object.entries(spoken))
      expect(languageOfCountry(country, 'GB'), country).toBe(language)
  })

  it('tells nothing where it was not said, where the desk is, or where no words of ours are', () => {
    expect(languageOfCountry('', 'GB')).toBeNull()
    expect(languageOfCountry('GB', 'GB'), 'they read what the desk speaks').toBeNull()
    expect(languageOfCountry('SE', 'GB')).toBeNull()
  })

  const steps = () => screen.getByTestId('hand-over-guest').getAttribute('lang')

  async function sellTo(residence: string): Promise<Window> {
    const opened = await openSell()
    await fillIn(opened.user, 'guest@example.com')
    await opened.user.selectOptions(screen.getByLabelText(/Country of residence/), residence)
    await opened.user.click(buyButton())
    await screen.findByTestId('qr')
    return opened
  }

  it('is the language in which the hand-over, the second screen and the mail begin', async () => {
    const { fake, desk, user } = await sellTo('JP')
    await waitFor(() => expect(steps()).toBe('ja'))
    const key = desk.snapshot.orders[0]?.key ?? 0
    expect(fake.guests.get(key), 'Rust shows it on the second screen').toEqual({
      language: 'ja',
      phone: null,
    })
    const draft = vi.spyOn(fake, 'mailDraft')
    await user.click(screen.getByTestId('more-ways'))
    await user.click(await screen.findByTestId('mail'))
    await waitFor(() => expect(draft).toHaveBeenCalledOnce())
    expect(draft.mock.calls[0]?.[1].keep).toMatch(/[\u3040-\u30ff]/)
  })

  it('gives way to what the guest chose, also when the code is shown once more', async () => {
    const first = await sellTo('JP')
    await first.user.click(await screen.findByTestId('guest-de'))
    await waitFor(() => expect(steps()).toBe('de'))
    await first.user.click(screen.getByTestId('done'))
    const key = first.desk.snapshot.orders[0]?.key ?? 0
    const second = await reload(first)
    second.desk.navigation.go({ name: 'hand_over', order: key })
    await waitFor(() => expect(steps()).toBe('de'))
  })

  it('says nothing of somebody who did not say where they live', async () => {
    const { fake } = await sellTo('')
    await waitFor(() => expect(steps()).toBe('en'))
    expect(fake.guests.size).toBe(0)
  })
})
