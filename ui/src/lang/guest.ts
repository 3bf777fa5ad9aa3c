/** The languages a guest can choose. They are few and short, so each is loaded when it is pressed. */
import type { GuestLanguage } from '../backend/bindings'
import type { GuestWords, Phone } from './en/guest'

export type { GuestLanguage } from '../backend/bindings'
export type { GuestWords, Phone } from './en/guest'

export const phones: Phone[] = ['iphone', 'samsung', 'android', 'windows']

/** What every phone dials to show its own numbers. In a right-to-left text it is set apart. */
export const dial = '*#06#'

type Row = { name: string; direction?: 'rtl'; load: () => Promise<GuestWords> }

/** Each name is written in its own language, so that the guest finds it. The likeliest come first. */
const table: Record<GuestLanguage, Row> = {
  en: { name: 'English', load: async () => (await import('./en/guest')).en },
  de: { name: 'Deutsch', load: async () => (await import('./de/guest')).de },
  fr: { name: 'Français', load: async () => (await import('./fr/guest')).fr },
  es: { name: 'Español', load: async () => (await import('./es/guest')).es },
  'es-419': { name: 'Español (Latinoamérica)', load: async () => (await import('./es-419/guest')).es419 },
  it: { name: 'Italiano', load: async () => (await import('./it/guest')).it },
  pt: { name: 'Português (Brasil)', load: async () => (await import('./pt/guest')).pt },
  'pt-PT': { name: 'Português (Portugal)', load: async () => (await import('./pt-PT/guest')).ptPT },
  nl: { name: 'Nederlands', load: async () => (await import('./nl/guest')).nl },
  pl: { name: 'Polski', load: async () => (await import('./pl/guest')).pl },
  uk: { name: 'Українська', load: async () => (await import('./uk/guest')).uk },
  tr: { name: 'Türkçe', load: async () => (await import('./tr/guest')).tr },
  ar: { name: 'العربية', direction: 'rtl', load: async () => (await import('./ar/guest')).ar },
  ja: { name: '日本語', load: async () => (await import('./ja/guest')).ja },
  ko: { name: '한국어', load: async () => (await import('./ko/guest')).ko },
  zh: { name: '简体中文', load: async () => (await import('./zh/guest')).zh },
  'zh-Hant': { name: '繁體中文', load: async () => (await import('./zh-Hant/guest')).zhHant },
}

type Named = { code: GuestLanguage; name: string }

export const guestLanguages: Named[] = (Object.keys(table) as GuestLanguage[]).map((code) => ({
  code,
  name: table[code].name,
}))

/** Which way it is read, for who has to know before its words are there. */
export function direction(language: GuestLanguage): 'ltr' | 'rtl' {
  return table[language].direction ?? 'ltr'
}

export async function guestWords(language: GuestLanguage): Promise<GuestWords> {
  return table[language].load()
}

/** All of them, beginning with the one that the system speaks, such as `pt-BR` or `de_AT.UTF-8`. */
export function inOrder(system: string): Named[] {
  const own = spoken(system)
  const ranks = guestLanguages.map((one) => {
    if (one.code === own) return { one, rank: 0 }
    return { one, rank: own && one.code.split('-')[0] === own.split('-')[0] ? 1 : 2 }
  })
  return ranks.sort((a, b) => a.rank - b.rank).map(({ one }) => one)
}

/** Which of ours a tag means. Where one language is two of ours, the country says which: only Spain has our `es`, only
 *  Brazil our `pt`. */
export function spoken(system: string): GuestLanguage | undefined {
  const tag = system.split(/[.@]/)[0]?.replaceAll('_', '-') ?? ''
  try {
    const { language, script, region } = new Intl.Locale(tag).maximize()
    if (language === 'zh' && script === 'Hant') return 'zh-Hant'
    if (language === 'pt' && region !== 'BR') return 'pt-PT'
    if (language === 'es' && region !== 'ES') return 'es-419'
    return guestLanguages.find(({ code }) => code === language)?.code
  } catch {
    return undefined // such as `C`
  }
}
