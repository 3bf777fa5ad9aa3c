/** What was looked for last on *Find an eSIM*, so that a look at an order loses nothing of it. Not in the first script. */
import type { Backend } from '../backend/backend'
import type { Failure, FoundEsims } from '../backend/bindings'

class Find {
  text = $state('')
  /** What the result is of. */
  asked = $state('')
  found = $state.raw<FoundEsims | null>(null)
  failure = $state.raw<Failure | null>(null)
  looking = $state(false)
  #whose = ''
  #asks = 0

  /** What one account found is nothing to another. */
  begin(account: string): void {
    if (account === this.#whose) return
    this.#whose = account
    this.text = this.asked = ''
    this.#asks++
    this.found = this.failure = null
    this.looking = false
  }

  async look(backend: Backend): Promise<void> {
    const text = this.text.trim()
    if (text === '') return
    const mine = ++this.#asks
    this.looking = true
    this.failure = null
    const answer = await backend.findEsims(text)
    // A slower answer to an older question must not overwrite a newer one.
    if (mine !== this.#asks) return
    this.looking = false
    this.asked = text
    this.found = answer.status === 'ok' ? answer.data : null
    this.failure = answer.status === 'error' ? answer.error : null
  }
}

const finds = new WeakMap<Backend, Find>()

/** One for each window on the program. */
export function findOf(backend: Backend): Find {
  const known = finds.get(backend) ?? new Find()
  finds.set(backend, known)
  return known
}
