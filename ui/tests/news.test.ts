/** Which orders are news: what was waited for is there, or comes no more, whatever was said of it before. */
import { expect, it, vi } from 'vitest'
import type { OrderState, OrderView, Snapshot } from '../src/backend/bindings'
import { fakeFromAddress } from '../src/backend/fake'
import { orderStates } from '../src/lib/order-states'
import { newsOf } from '../src/state/alerts.svelte'
import { openSell } from './window'

const states = Object.keys(orderStates) as OrderState[]

async function two(was: OrderState, is: OrderState, change: Partial<OrderView> = {}): Promise<OrderView[]> {
  const fake = fakeFromAddress(new URLSearchParams('account=signed_in&orders=1'))
  const answer = await fake.snapshot()
  if (answer.status === 'error') throw new Error('the fake always gives a snapshot')
  const [order] = answer.data.orders
  if (!order) throw new Error('one order')
  const at = (state: OrderState): Snapshot => ({
    ...answer.data,
    orders: [{ ...order, needsPerson: false, recovery: null, ...change, state }],
  })
  return newsOf(at(was), at(is))
}

it('a code that is there is news whatever was said of the order before', async () => {
  for (const was of states) expect(await two(was, 'ready'), was).toHaveLength(was === 'ready' ? 0 : 1)
})

it('what is still on its way, and what the staff said themselves, is none', async () => {
  for (const was of states) {
    for (const is of ['sending', 'accepted', 'preparing', 'cancelling', 'settled'] as const)
      expect(await two(was, is), `${was} to ${is}`).toHaveLength(0)
  }
})

it('an order that comes to nothing is news once', async () => {
  for (const is of ['failed', 'refused', 'not_sent', 'withheld', 'refunded'] as const) {
    expect(await two('preparing', is), is).toHaveLength(1)
    expect(await two(is, is), is).toHaveLength(0)
  }
})

it('of a group only what somebody was told to look at', async () => {
  const line = { line: { group: 1, line: 2 } }
  expect(await two('preparing', 'ready', line)).toHaveLength(0)
  expect(await two('preparing', 'withheld', line)).toHaveLength(1)
  expect(await two('withheld', 'ready', line)).toHaveLength(1)
})

it('tells of what failed and is completed all the same', async () => {
  for (const is of ['ready', 'added', 'withheld'] as const)
    expect(await two('failed', is), is).toHaveLength(1)
})

it('what failed is asked for whenever somebody opens it, so that it is looked at once more', async () => {
  const { fake, desk } = await openSell('orders')
  const asked = vi.spyOn(fake, 'order')
  for (const [state, times] of [
    ['ready', 0],
    ['failed', 1],
  ] as const) {
    const order = desk.snapshot.orders.find((one) => one.state === state)
    desk.openOrder(order?.key ?? 0)
    expect(asked, state).toHaveBeenCalledTimes(times)
  }
})
