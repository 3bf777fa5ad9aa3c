/** Which screen is up. Not in it: when an order opens by itself, which the desk decides from what Rust says. */
import type { Backend } from '../backend/backend'
import type { GroupKey, OrderKey } from '../backend/bindings'
import type { Alerts } from './alerts.svelte'
import type { Takings } from './takings.svelte'

export type Screen =
  | { name: 'sell' }
  | { name: 'orders' }
  | { name: 'find'; text: string }
  /** With what was chosen and compared there before, for whoever comes back from an order. */
  | { name: 'days'; kept: Takings | null }
  | { name: 'several' }
  | { name: 'group'; group: GroupKey }
  | { name: 'settings' }
  | { name: 'order'; order: OrderKey }
  /**
   * Of a SIM, wherever it was found; the order it was found by is where the way leads back to, and what is bought may stand in
   * its place.
   */
  | { name: 'top_up'; iccid: string; found: OrderKey | null; instead?: boolean }
  | { name: 'hand_over'; order: OrderKey }

export class Navigation {
  screen = $state.raw<Screen>({ name: 'sell' })
  /** Where an order's page leads back to. */
  list = $state.raw<Screen>({ name: 'orders' })

  constructor(
    readonly backend: Backend,
    readonly alerts: Alerts,
  ) {}

  go(screen: Screen): void {
    if (this.screen.name === 'hand_over') void this.backend.handOverDone()
    if (['orders', 'find', 'group'].includes(screen.name)) this.list = screen
    this.screen = screen
    if ('order' in screen) this.alerts.dismiss(screen.order)
  }
}
