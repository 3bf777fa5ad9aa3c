/** The staff's words that the first picture can do without. */
import type { Language } from '..'
import type { LateMessages } from './en'

export type { LateMessages } from './en'

const load: Record<Language, () => Promise<LateMessages>> = {
  en: async () => (await import('./en')).en,
  de: async () => (await import('./de')).de,
}

export async function lateWords(language: Language): Promise<LateMessages> {
  return load[language]()
}
