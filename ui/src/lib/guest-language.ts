/** Which language of guests a text names: by its tag, its own name, or its name in a language of the staff. Pure. */
import { type GuestLanguage, guestLanguages } from '../lang/guest'
import { foldLetters } from './fold'

const staff = ['en', 'de', 'fr', 'es', 'it']

export function guestLanguageOf(text: string): GuestLanguage | null {
  const wanted = foldLetters(text.trim()).replaceAll('_', '-')
  if (wanted === '') return null
  const named = guestLanguages.find(({ code, name }) =>
    [code, name, ...staff.map((reader) => nameIn(reader, code))].some((one) => foldLetters(one) === wanted),
  )
  // `pt-BR`, `de_AT`, and *Portuguese* for the one that more people speak.
  const base = guestLanguages.find(({ code }) => code === wanted.split('-')[0])
  const begins = guestLanguages.find(({ name }) => foldLetters(name).startsWith(wanted) && wanted.length > 3)
  return (named ?? (/^[a-z]{2}(-|$)/.test(wanted) ? base : undefined) ?? begins)?.code ?? null
}

function nameIn(reader: string, code: string): string {
  return new Intl.DisplayNames([reader], { type: 'language' }).of(code) ?? code
}
