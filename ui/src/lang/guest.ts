/** The languages a guest can choose. They are few and short, so each is loaded when it is pressed. */
import type { GuestLanguage } from '../backend/bindings'
import type { GuestWords, Phone } from './en/guest'

export type { GuestLanguage } from '../backend/bindings'
export type { GuestWords, Phone } from './en/guest'

export const phones: Phone[] = ['iphone', 'samsung', 'android', 'windows']

/** What every phone dials to show its own numbers. In a right-to-left text it is set apart. */
export const dial = '*#06#'

type Row = { name: string; load: () => Promise<GuestWords> }

/** Each name is written in its own language, so that the guest finds it. The likeliest come first. */
const table: Record<GuestLanguage, Row> = {
  en: { name: 'English', load: async () => (await import('./en/guest')).en },
  de: { name: 'Deutsch', load: async () => (await import('./de/guest')).de },
  fr: { name: 'Français', load: async () => (await import('./fr/guest')).fr },
  es: { name: 'Español', load: async () => (await import('./es/guest')).es },
  it: { name: 'Italiano', load: async () => (await import('./it/guest')).it },
  pt: { name: 'Português', load: async () => (await import('./pt/guest')).pt },
  nl: { name: 'Nederlands', load: async () => (await import('./nl/guest')).nl },
  pl: { name: 'Polski', load: async () => (await import('./pl/guest')).pl },
  tr: { name: 'Türkçe', load: async () => (await import('./tr/guest')).tr },
  ar: { name: 'العربية', load: async () => (await import('./ar/guest')).ar },
  ja: { name: '日本語', load: async () => (await import('./ja/guest')).ja },
  zh: { name: '简体中文', load: async () => (await import('./zh/guest')).zh },
}

type Named = { code: GuestLanguage; name: string }

export const guestLanguages: Named[] = (Object.keys(table) as GuestLanguage[]).map((code) => ({
  code,
  name: table[code].name,
}))

export async function guestWords(language: GuestLanguage): Promise<GuestWords> {
  return table[language].load()
}

/** All of them, beginning with the one that the system speaks, such as `pt-BR` or `de_AT.UTF-8`. */
export function inOrder(system: string): Named[] {
  const spoken = system.toLowerCase().split(/[-_]/)[0]
  const [own, others] = [
    guestLanguages.filter(({ code }) => code === spoken),
    guestLanguages.filter(({ code }) => code !== spoken),
  ]
  return [...own, ...others]
}
