/** The languages a guest can choose. They are few and short, so each is loaded when it is pressed. */
import type { GuestWords, Phone } from './en'

export type { GuestWords, Phone } from './en'

export const phones: Phone[] = ['iphone', 'samsung', 'android', 'windows']

/** What every phone dials to show its own numbers. In a right-to-left text it is set apart. */
export const dial = '*#06#'

export type GuestLanguage = 'en' | 'de' | 'fr' | 'es' | 'it' | 'pt' | 'nl' | 'pl' | 'tr' | 'ar' | 'ja' | 'zh'

type Choice = { code: GuestLanguage; name: string }

/** Each name is written in its own language, so that the guest finds it. The likeliest come first. */
export const guestLanguages: Choice[] = [
  { code: 'en', name: 'English' },
  { code: 'de', name: 'Deutsch' },
  { code: 'fr', name: 'Français' },
  { code: 'es', name: 'Español' },
  { code: 'it', name: 'Italiano' },
  { code: 'pt', name: 'Português' },
  { code: 'nl', name: 'Nederlands' },
  { code: 'pl', name: 'Polski' },
  { code: 'tr', name: 'Türkçe' },
  { code: 'ar', name: 'العربية' },
  { code: 'ja', name: '日本語' },
  { code: 'zh', name: '简体中文' },
]

const load: Record<GuestLanguage, () => Promise<GuestWords>> = {
  en: async () => (await import('./en')).en,
  de: async () => (await import('./de')).de,
  fr: async () => (await import('./fr')).fr,
  es: async () => (await import('./es')).es,
  it: async () => (await import('./it')).it,
  pt: async () => (await import('./pt')).pt,
  nl: async () => (await import('./nl')).nl,
  pl: async () => (await import('./pl')).pl,
  tr: async () => (await import('./tr')).tr,
  ar: async () => (await import('./ar')).ar,
  ja: async () => (await import('./ja')).ja,
  zh: async () => (await import('./zh')).zh,
}

export async function guestWords(language: GuestLanguage): Promise<GuestWords> {
  return load[language]()
}

/** All of them, beginning with the one that the system speaks, such as `pt-BR` or `de_AT.UTF-8`. */
export function inOrder(system: string): Choice[] {
  const spoken = system.toLowerCase().split(/[-_]/)[0]
  const [own, others] = [
    guestLanguages.filter(({ code }) => code === spoken),
    guestLanguages.filter(({ code }) => code !== spoken),
  ]
  return [...own, ...others]
}
