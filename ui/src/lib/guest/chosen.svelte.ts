/** The language each guest chose, by order: it stays while the order is handed over, whatever the staff open between. */
import type { GuestLanguage } from '.'
import type { OrderKey } from '../bindings'

class Chosen {
  #byOrder = $state.raw(new Map<OrderKey, GuestLanguage>())

  of(order: OrderKey): GuestLanguage | undefined {
    return this.#byOrder.get(order)
  }

  choose(order: OrderKey, language: GuestLanguage): void {
    this.#byOrder = new Map(this.#byOrder).set(order, language)
  }
}

export const chosen = new Chosen()
