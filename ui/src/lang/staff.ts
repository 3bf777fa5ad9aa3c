/** Which languages the staff can have. Only the dictionary in use is loaded. */
import type { Messages } from './en/staff'

export type { FailureText, Messages } from './en/staff'

export type Language = 'en' | 'de'

const table: Record<Language, { name: string; load: () => Promise<Messages> }> = {
  en: { name: 'English', load: async () => (await import('./en/staff')).en },
  de: { name: 'Deutsch', load: async () => (await import('./de/staff')).de },
}

export const languages = (Object.keys(table) as Language[]).map((code) => ({ code, name: table[code].name }))

export async function dictionary(language: Language): Promise<Messages> {
  return table[language].load()
}

/** The staff's choice, or what the system speaks if we do, or English. */
export function languageFor(chosen: Language | 'system', system: string): Language {
  if (chosen !== 'system') return chosen
  return system.toLowerCase().split(/[-_]/)[0] === 'de' ? 'de' : 'en'
}
