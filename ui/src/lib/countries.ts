/** All countries that somebody can live in, to choose from, by their names in the reader's language. Of the engine's own
 *  making, as `places` is; apart from it because only forms need it. */

/** Codes that Unicode names although they are no countries to live in. */
const notCountries = new Set([
  'AC',
  'CP',
  'CQ',
  'DG',
  'EA',
  'EU',
  'EZ',
  'IC',
  'QO',
  'TA',
  'UN',
  'XA',
  'XB',
  'ZZ',
])

export type Country = { code: string; name: string }

/** Made once for each locale: it takes some milliseconds. */
const made = new Map<string, Country[]>()

export function countries(locale: string): Country[] {
  const list = made.get(locale) ?? named(locale)
  made.set(locale, list)
  return list
}

function named(locale: string): Country[] {
  const names = new Intl.DisplayNames([locale, 'en'], { type: 'region', fallback: 'none' })
  const collator = new Intl.Collator(locale)
  return twoLetters()
    .filter((code) => !notCountries.has(code) && isCurrent(code))
    .map((code) => ({ code, name: names.of(code) ?? '' }))
    .filter(({ name }) => name !== '')
    .sort((a, b) => collator.compare(a.name, b.name))
}

function twoLetters(): string[] {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  return letters.flatMap((first) => letters.map((second) => first + second))
}

/** A code of a former country is rewritten to its successor's. */
function isCurrent(code: string): boolean {
  return new Intl.Locale(`und-${code}`).maximize().region === code && canonical(code) === code
}

function canonical(code: string): string | undefined {
  return Intl.getCanonicalLocales(`und-${code}`)[0]?.split('-')[1]
}
