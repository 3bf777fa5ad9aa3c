/**
 * Which language of guests a text names, or a country speaks. A wrong one is worse than none: what may be two languages
 * is none. Pure.
 */
import { type GuestLanguage, guestLanguages, spoken } from '../lang/guest'
import { foldLetters } from './fold'

const readers = ['en', 'de', 'fr', 'es', 'it']

/** What else people call ours, beside the names of `guestLanguages`. */
const alsoNamed = [
  ...['pt-BR', 'es-ES', 'es-MX', 'en-GB', 'en-US', 'de-AT', 'de-CH', 'fr-CA'],
  ...['zh-Hans', 'zh-CN', 'zh-TW', 'zh-HK'],
]

/** By its tag, its own name, its name in a language of the staff, or the country that speaks it. */
export function guestLanguageOf(text: string): GuestLanguage | null {
  const typed = text.trim()
  const wanted = foldLetters(typed).replaceAll('_', '-')
  if (wanted === '') return null
  if (/^[a-z]{2}$/.test(wanted)) return ofTwoLetters(typed, wanted)
  if (/^[a-z]{2,3}(-[a-z\d]+)*$/.test(wanted)) return spoken(wanted) ?? null
  const named = guestLanguages.find(({ code, name }) => [name, ...namesOf(code)].some(isSame(wanted)))
  if (named) return named.code
  const known = alsoNamed.find((tag) => namesOf(tag).some(isSame(wanted)))
  if (known !== undefined) return spoken(known) ?? null
  const begins = guestLanguages.find(({ name }) => foldLetters(name).startsWith(wanted) && wanted.length > 3)
  return begins?.code ?? null
}

/** What is most likely spoken where the guest lives. Who lives where the desk is reads what the desk speaks. */
export function languageOfCountry(country: string, desk: string): GuestLanguage | null {
  if (!/^[A-Z]{2}$/.test(country) || country === desk) return null
  return spoken(`und-${country}`) ?? null
}

/** `JP` is no language, and `KR` one that no guest means: they are countries. `SV` may be Swedish or El Salvador. */
function ofTwoLetters(typed: string, wanted: string): GuestLanguage | null {
  const own = guestLanguages.find(({ code }) => code === wanted)
  // Whoever writes it in capitals means Great Britain, not Ukrainian.
  if (own && typed !== 'UK') return own.code
  if (!own && isNational(wanted)) return null
  return spoken(`und-${wanted}`) ?? null
}

/** Whether it is the language that most people of some country speak. */
function isNational(tag: string): boolean {
  const { region } = new Intl.Locale(tag).maximize()
  return region !== undefined && new Intl.Locale(`und-${region}`).maximize().language === tag
}

function namesOf(tag: string): string[] {
  return readers.flatMap((reader) =>
    (['dialect', 'standard'] as const).map(
      (languageDisplay) =>
        new Intl.DisplayNames([reader], { type: 'language', languageDisplay }).of(tag) ?? tag,
    ),
  )
}

function isSame(wanted: string): (name: string) => boolean {
  return (name) => foldLetters(name) === wanted
}
