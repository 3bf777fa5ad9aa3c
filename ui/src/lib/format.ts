/** Numbers, money and times as the reader's country writes them. No words: those are in the dictionaries. */
import type { Money } from '../backend/bindings'

export class Format {
  readonly #locale: string
  readonly #time: Intl.DateTimeFormat
  readonly #minute: Intl.DateTimeFormat
  readonly #moment: Intl.DateTimeFormat
  readonly #exact: Intl.DateTimeFormat
  /** Each is made once: it takes long, and a catalogue has thousands of amounts. */
  readonly #numbers = new Map<string, Intl.NumberFormat>()

  constructor(locale: string) {
    this.#locale = known(locale)
    this.#time = new Intl.DateTimeFormat(this.#locale, {
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    this.#minute = new Intl.DateTimeFormat(this.#locale, { hour: '2-digit', minute: '2-digit' })
    this.#moment = new Intl.DateTimeFormat(this.#locale, { dateStyle: 'medium', timeStyle: 'short' })
    this.#exact = new Intl.DateTimeFormat(this.#locale, { dateStyle: 'short', timeStyle: 'medium' })
  }

  /** The amount stays a decimal text all the way: a float would lose cents. */
  money(money: Money): string {
    const decimals = money.amount.split('.')[1]?.length ?? 0
    return this.#currency(money, (usual) => ({ maximumFractionDigits: Math.max(usual, decimals) }))
  }

  /** Rounded to what the currency usually shows: a price per GB is for comparing only. */
  roughMoney(money: Money): string {
    return this.#currency(money, (usual) => ({ maximumFractionDigits: usual }))
  }

  number(decimal: string): string {
    return this.#made({ maximumFractionDigits: 6 }).format(decimal as Intl.StringNumericLiteral)
  }

  /** Hours, minutes and seconds. */
  time(iso: string): string {
    return this.#time.format(new Date(iso))
  }

  /** Day and time to the second, for support. */
  exact(iso: string): string {
    return this.#exact.format(new Date(iso))
  }

  /** Hours and minutes. */
  minute(iso: string): string {
    return this.#minute.format(new Date(iso))
  }

  /** Day and time. */
  moment(iso: string): string {
    return this.#moment.format(new Date(iso))
  }

  #made(options: Intl.NumberFormatOptions): Intl.NumberFormat {
    const key = JSON.stringify(options)
    const made = this.#numbers.get(key) ?? new Intl.NumberFormat(this.#locale, options)
    this.#numbers.set(key, made)
    return made
  }

  #currency(money: Money, digits: (usual: number) => Intl.NumberFormatOptions): string {
    try {
      const style = { style: 'currency', currency: money.currency } as const
      const usual = this.#made(style).resolvedOptions().maximumFractionDigits ?? 2
      const format = this.#made({ ...style, ...digits(usual) })
      return format.format(money.amount as Intl.StringNumericLiteral)
    } catch {
      // A currency code or an amount this engine does not know is shown as it came.
      return `${money.amount} ${money.currency}`
    }
  }
}

function known(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale.replace('_', '-'))[0] ?? 'en'
  } catch {
    return 'en'
  }
}
