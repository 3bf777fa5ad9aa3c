/**
 * What is typed, on its way into the program's memory for a page that begins anew: always the newest, and one after the
 * other, so that none overtakes a later one. Not in it: what is kept.
 */
export class Keeper {
  #newest: string | null = null
  #keeping = false

  constructor(readonly send: (typed: string | null) => Promise<unknown>) {}

  keep(typed: string | null): void {
    this.#newest = typed
    if (!this.#keeping) void this.#sendNewest()
  }

  async #sendNewest(): Promise<void> {
    this.#keeping = true
    for (let last: string | null | undefined; last !== this.#newest;) {
      last = this.#newest
      await this.send(last)
    }
    this.#keeping = false
  }
}
