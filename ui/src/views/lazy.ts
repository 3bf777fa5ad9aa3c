/** The screens that the first picture can do without. They are fetched once it is painted, so that none is waited for. */

export const account = () => import('./Account.svelte')
export const handOver = () => import('./HandOver.svelte')
export const order = () => import('./Order.svelte')
export const bookNotes = () => import('../components/orders/BookNotes.svelte')
export const orders = () => import('./Orders.svelte')
export const repaired = () => import('../components/orders/Repaired.svelte')
export const standing = () => import('../components/frame/Standing.svelte')
export const settings = () => import('./Settings.svelte')

export function fetchAll(): void {
  for (const fetch of [account, handOver, order, orders, settings]) void fetch()
}
