/** The staff's dictionary in use and how their country writes numbers. One for the window. */
import { dictionary, type Language, type Messages } from '../lang/staff'
import { colonOf } from '../lib/colon'
import { Format } from '../lib/format'
import { placeNames } from '../lib/places'

class Words {
  #messages = $state.raw<Messages>()
  #language = $state<Language>('en')
  #locale = $state('en')
  readonly format = $derived(new Format(this.#locale))
  readonly places = $derived(placeNames(this.#locale))

  get t(): Messages {
    if (!this.#messages) throw new Error('a dictionary is chosen before anything is shown')
    return this.#messages
  }

  get language(): Language {
    return this.#language
  }

  get locale(): string {
    return this.#locale
  }

  /** Between a name and what it is. */
  get colon(): string {
    return colonOf(this.#language)
  }

  /** The system's own locale is kept where it speaks the chosen language: its country writes the numbers. */
  async use(language: Language, system: string): Promise<void> {
    const messages = await dictionary(language)
    const spoken = system.replace('_', '-')
    this.#messages = messages
    this.#language = language
    this.#locale = spoken.toLowerCase().startsWith(language) ? spoken : language
    document.documentElement.lang = language
  }
}

export const words = new Words()
