/**
 * What each guest chose, by order: it stays while the order is handed over, whatever the staff open between. Each
 * choice is passed on, so that the customer's own screen follows at once and the order book remembers it.
 */
import type { GuestChoice, OrderKey } from '../backend/bindings'
import type { GuestLanguage, Phone } from '../lang/guest'

class GuestChoices {
  #byOrder = $state.raw(new Map<OrderKey, GuestChoice>())
  /** Who else wants to know. Set once, by the window's desk. */
  onchoice: (order: OrderKey, choice: GuestChoice) => void = () => undefined

  of(order: OrderKey): GuestLanguage | undefined {
    return this.#byOrder.get(order)?.language ?? undefined
  }

  phoneOf(order: OrderKey): Phone | undefined {
    return this.#byOrder.get(order)?.phone ?? undefined
  }

  choose(order: OrderKey, language: GuestLanguage): void {
    this.#set(order, { language })
  }

  choosePhone(order: OrderKey, phone: Phone): void {
    this.#set(order, { phone })
  }

  /** What was remembered for an order when its code is shown. It counts: the page may have seen another book before. */
  recall(order: OrderKey, choice: GuestChoice): void {
    this.#byOrder = new Map(this.#byOrder).set(order, choice)
  }

  #set(order: OrderKey, part: Partial<GuestChoice>): void {
    const choice = { language: null, phone: null, ...this.#byOrder.get(order), ...part }
    this.#byOrder = new Map(this.#byOrder).set(order, choice)
    this.onchoice(order, choice)
  }
}

export const guestChoices = new GuestChoices()
