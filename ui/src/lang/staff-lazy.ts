/** The staff's words that the first picture can do without. Apart from `staff.ts`, so that nothing of them is in the entry. */
import type { LazyMessages } from './en/staff-lazy'
import type { Language } from './staff'

export type { LazyMessages } from './en/staff-lazy'

const load: Record<Language, () => Promise<LazyMessages>> = {
  en: async () => (await import('./en/staff-lazy')).en,
  de: async () => (await import('./de/staff-lazy')).de,
  fr: async () => (await import('./fr/staff-lazy')).fr,
  es: async () => (await import('./es/staff-lazy')).es,
  it: async () => (await import('./it/staff-lazy')).it,
}

export async function lazyWords(language: Language): Promise<LazyMessages> {
  return load[language]()
}
