/** Which languages the staff can have. Only the one in use is loaded. */
import type { Messages } from './en'

export type { Messages, Told } from './en'

export type Language = 'en' | 'de'

export const languages: { code: Language; name: string }[] = [
  { code: 'en', name: 'English' },
  { code: 'de', name: 'Deutsch' },
]

const load: Record<Language, () => Promise<Messages>> = {
  en: async () => (await import('./en')).en,
  de: async () => (await import('./de')).de,
}

export async function dictionary(language: Language): Promise<Messages> {
  return load[language]()
}

/** The staff's choice, or what the system speaks if we do, or English. */
export function languageFor(chosen: Language | 'system', system: string): Language {
  if (chosen !== 'system') return chosen
  return system.toLowerCase().split(/[-_]/)[0] === 'de' ? 'de' : 'en'
}
