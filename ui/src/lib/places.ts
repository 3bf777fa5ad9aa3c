/**
 * Names of countries and of the regions a plan covers, as the reader's language calls them. The names are the
 * engine's own; we keep no list of countries. All countries, to choose from: `countries`.
 */

/** What services call large regions, with the numbers under which Unicode names them. */
const regions: Record<string, string> = {
  GLOBAL: '001',
  WORLD: '001',
  WORLDWIDE: '001',
  AFRICA: '002',
  NORTH_AMERICA: '003',
  SOUTH_AMERICA: '005',
  OCEANIA: '009',
  AMERICAS: '019',
  CARIBBEAN: '029',
  ASIA: '142',
  EUROPE: '150',
  LATAM: '419',
  LATIN_AMERICA: '419',
}

export type PlaceNames = {
  /** The name of a footprint or country code; null for a code nobody knows. */
  name(code: string | null): string | null
}

/** The code under which Unicode names a footprint; null where it has none. */
export function placeCode(footprint: string | null): string | null {
  const upper = footprint?.trim().toUpperCase().replaceAll(/[\s-]/g, '_') ?? ''
  const asked = regions[upper] ?? upper
  return /^([A-Z]{2}|\d{3})$/.test(asked) ? asked : null
}

export function placeNames(locale: string): PlaceNames {
  const names = new Intl.DisplayNames([locale, 'en'], { type: 'region', fallback: 'none' })

  return {
    name(code) {
      const asked = placeCode(code)
      if (asked === null) return null
      const found = names.of(asked)
      // Some languages write "world" small, as in the middle of a sentence.
      return found ? found.charAt(0).toLocaleUpperCase(locale) + found.slice(1) : null
    },
  }
}
