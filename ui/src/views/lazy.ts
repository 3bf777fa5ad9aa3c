/** The screens. None is in the first script: what the first picture needs is fetched while Rust opens the book, the rest
 *  once it is painted, so that none is waited for. */

import type { Snapshot } from '../backend/bindings'

export const account = () => import('./Account.svelte')
export const alerts = () => import('../components/frame/Alerts.svelte')
export const copyStillThere = () => import('../components/frame/CopyStillThere.svelte')
export const closeDialog = () => import('../components/frame/CloseDialog.svelte')
export const days = () => import('./Days.svelte')
export const find = () => import('./FindEsim.svelte')
export const groupHint = () => import('../components/group/GroupHint.svelte')
export const group = () => import('./Group.svelte')
export const handOver = () => import('./HandOver.svelte')
export const keysSheet = () => import('../components/frame/KeysSheet.svelte')
export const order = () => import('./Order.svelte')
export const bookNotes = () => import('../components/orders/BookNotes.svelte')
export const orders = () => import('./Orders.svelte')
export const repaired = () => import('../components/orders/Repaired.svelte')
export const sell = () => import('./Sell.svelte')
export const several = () => import('./Several.svelte')
export const settings = () => import('./Settings.svelte')
export const standing = () => import('../components/frame/Standing.svelte')
export const update = () => import('../components/frame/UpdateNotice.svelte')
export const topUp = () => import('./TopUp.svelte')
export const welcome = () => import('./Welcome.svelte')

/** What the first picture will most likely show; the answer says whether that was right. */
export function fetchFirst(): void {
  void sell()
}

/** Resolves when the first picture can be drawn whole. */
export async function fetchFor({ account }: Snapshot): Promise<void> {
  if (account.state === 'none') await welcome()
  else if (account.state === 'signed_in') await sell()
}

export function fetchAll(): void {
  for (const fetch of [account, closeDialog, days, handOver, keysSheet, order, orders, sell, settings])
    void fetch()
}
