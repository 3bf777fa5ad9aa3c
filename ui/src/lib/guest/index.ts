/** The languages a guest can choose. They are few and short, so each is loaded when it is pressed. */
import type { GuestWords } from './en'

export type { GuestWords, Phone } from './en'

export type GuestLanguage = 'en' | 'de'

/** Each name is written in its own language, so that the guest finds it. */
export const guestLanguages: { code: GuestLanguage; name: string }[] = [
  { code: 'en', name: 'English' },
  { code: 'de', name: 'Deutsch' },
]

const load: Record<GuestLanguage, () => Promise<GuestWords>> = {
  en: async () => (await import('./en')).en,
  de: async () => (await import('./de')).de,
}

export async function guestWords(language: GuestLanguage): Promise<GuestWords> {
  return load[language]()
}
