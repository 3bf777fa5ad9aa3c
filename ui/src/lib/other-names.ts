/**
 * What else people call a place: its short name, as the engine knows it, and what no engine has, such as *Holland*. Pure.
 * Apart from `places`, because only who looks for a plan needs it.
 */
import type { Plan } from '../backend/bindings'
import { foldLetters } from './fold'
import { placeCode, placeNames } from './places'

/** By code. Nothing stands here that may be another place, too: *America* is a continent in Italian. */
const others: Record<string, string[]> = {
  '001': ['Global', 'Worldwide', 'Weltweit'],
  AE: ['UAE', 'U.A.E.', 'VAE', 'EAU', 'Emirates', 'Emirate', 'Dubai', 'Dubái', 'Dubaï', 'Abu Dhabi'],
  BA: ['Bosnia', 'Bosnien', 'Bosnie'],
  CD: ['DR Congo', 'DRC'],
  CI: ['Ivory Coast'],
  CV: ['Cabo Verde', 'Cape Verde'],
  CZ: ['Czech Republic', 'Czechia', 'Tschechische Republik', 'République tchèque', 'República Checa'],
  GB: [
    ...['UK', 'U.K.', 'Great Britain', 'England', 'Scotland', 'Wales', 'Northern Ireland'],
    ...['Großbritannien', 'Schottland', 'Grande-Bretagne', 'Angleterre', 'Écosse'],
    ...['Gran Bretaña', 'Inglaterra', 'Escocia', 'Gran Bretagna', 'Inghilterra', 'Scozia'],
  ],
  KR: ['Korea', 'Republic of Korea', 'Corée', 'Corea'],
  MK: ['Macedonia', 'Mazedonien', 'Macédoine'],
  MM: ['Burma', 'Birma', 'Birmanie', 'Birmania'],
  MO: ['Macau', 'Macao'],
  NL: ['Holland', 'Hollande', 'Holanda', 'Olanda'],
  SA: ['KSA'],
  SZ: ['Swaziland'],
  TL: ['East Timor'],
  TR: ['Turkey', 'Türkiye'],
  US: ['USA', 'U.S.A.', 'U.S.', 'EEUU', 'EUA'],
  VA: ['Vatican', 'Vatikan', 'Vaticano'],
  VN: ['Viet Nam'],
}

/** What a plan's place is called in these languages, whatever the reader's own is. */
export function namesOfPlace(plan: Plan, locales: string[]): string[] {
  const code = placeCode(plan.footprint) ?? codeOfName(plan.name)
  return code === null ? [] : namesOfCode(code, locales)
}

/** A catalogue has thousands of plans, and some hundred places. */
const known = new Map<string, string[]>()

function namesOfCode(code: string, locales: string[]): string[] {
  const key = [code, ...locales].join(' ')
  const found = known.get(key)
  if (found) return found
  const names = locales
    .flatMap((locale) => [placesIn(locale).name(code) ?? '', shortName(code, locale) ?? ''])
    .filter((name) => !isCodeOfAnother(name, code))
    .filter((name) => name !== '')
  const all = [...new Set([...names, ...(others[code] ?? [])])]
  known.set(key, all)
  return all
}

/** Made once for each locale: it takes some milliseconds. */
const long = new Map<string, ReturnType<typeof placeNames>>()
const short = new Map<string, Intl.DisplayNames>()

function placesIn(locale: string): ReturnType<typeof placeNames> {
  const made = long.get(locale) ?? placeNames(locale)
  long.set(locale, made)
  return made
}

function shortName(code: string, locale: string): string | undefined {
  const made =
    short.get(locale) ??
    new Intl.DisplayNames([locale, 'en'], { type: 'region', style: 'short', fallback: 'none' })
  short.set(locale, made)
  return made.of(code)
}

/** *RU* is the United Kingdom in Spanish, *É.-U.* the United States in French, and each the code of another place. */
function isCodeOfAnother(name: string, code: string): boolean {
  const letters = foldLetters(name).replaceAll(/\P{L}/gu, '').toUpperCase()
  if (!/^[A-Z]{2}$/.test(letters)) return false
  const other = placesIn('en').name(letters)
  // The engine knows *UK* as another way to write GB.
  return other !== null && other !== placesIn('en').name(code)
}

/** Behind these words a name says where its plan is not for, as in *Europe (excl. UK)*. Rust has them, too (`plan_fit`). */
const leavingOut = new Set(
  [
    ...['excl exc exclude excludes excluding except without minus', 'exkl exklusive ohne ausser ausgenommen'],
    ...['sans sauf hors hormis excepte', 'sin salvo excepto excluye excluido excluida menos'],
    ...['senza escl escluso esclusa esclusi eccetto tranne', 'zonder behalve'],
  ].flatMap((words) => words.split(' ')),
)

/** Of a plan without a footprint that has a name: which of these places its own name has. */
let named: [code: string, names: string[]][] | undefined

function codeOfName(name: string): string | null {
  named ??= Object.entries(others).map(([code, more]) => {
    const english = placesIn('en').name(code)
    return [code, (english === null ? more : [english, ...more]).map(asWords)]
  })
  const said = asWords(name)
  if (said.split(' ').some((word) => leavingOut.has(word))) return null
  const found = named.filter(([, names]) => names.some((one) => said.includes(one)))
  // Of several places it has no single name.
  return found.length === 1 ? (found[0]?.[0] ?? null) : null
}

/** With an end round every word, so that *Wales* is not found in *Waleska*. */
function asWords(text: string): string {
  return ` ${foldLetters(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .join(' ')} `
}
