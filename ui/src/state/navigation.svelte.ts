/** Which screen is up. Not in it: when an order opens by itself, which the desk decides from what Rust says. */
import type { Backend } from '../backend/backend'
import type { OrderKey } from '../backend/bindings'
import type { Alerts } from './alerts.svelte'

export type Screen =
  | { name: 'sell' }
  | { name: 'orders' }
  | { name: 'settings' }
  | { name: 'order'; order: OrderKey }
  | { name: 'hand_over'; order: OrderKey }

export class Navigation {
  screen = $state.raw<Screen>({ name: 'sell' })

  constructor(
    readonly backend: Backend,
    readonly alerts: Alerts,
  ) {}

  go(screen: Screen): void {
    if (this.screen.name === 'hand_over') void this.backend.handOverDone()
    this.screen = screen
    if ('order' in screen) this.alerts.dismiss(screen.order)
  }
}
