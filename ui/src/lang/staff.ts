/** Which languages the staff can have. Only the dictionary in use is loaded. */
import type { Messages } from './en/staff'

export type { FailureText, Messages } from './en/staff'

export type Language = 'en' | 'de' | 'fr' | 'es' | 'it'

const table: Record<Language, { name: string; load: () => Promise<Messages> }> = {
  en: { name: 'English', load: async () => (await import('./en/staff')).en },
  de: { name: 'Deutsch', load: async () => (await import('./de/staff')).de },
  fr: { name: 'Français', load: async () => (await import('./fr/staff')).fr },
  es: { name: 'Español', load: async () => (await import('./es/staff')).es },
  it: { name: 'Italiano', load: async () => (await import('./it/staff')).it },
}

export const languages = (Object.keys(table) as Language[]).map((code) => ({ code, name: table[code].name }))

export async function dictionary(language: Language): Promise<Messages> {
  return table[language].load()
}

/** The staff's choice, or what the system speaks if we do, or English. */
export function languageFor(chosen: Language | 'system', system: string): Language {
  if (chosen !== 'system') return chosen
  const spoken = system.toLowerCase().split(/[-_.]/)[0]
  return languages.find(({ code }) => code === spoken)?.code ?? 'en'
}
