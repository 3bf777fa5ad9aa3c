/** axe over every screen. Colours are looked at in the real window: jsdom paints nothing. */
import { screen, waitFor, within } from '@testing-library/svelte'
import axe from 'axe-core'
import { describe, expect, it } from 'vitest'
import type { OrderState } from '../src/backend/bindings'
import { orderStates } from '../src/lib/order-states'
import { buyButton, fillIn, open, openSell, type Window } from './window'

async function complaints(): Promise<string[]> {
  const { violations } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false } },
    // All rules are run; but what is in order is not described node by node, which takes as long again.
    resultTypes: ['violations'],
  })
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
  )
}

const order = (state: OrderState) => (window: Window) => {
  const found = window.desk.snapshot.orders.find((candidate) => candidate.state === state)
  window.desk.openOrder(found?.key ?? 0)
}

describe('a name that is made of parts', () => {
  it('is said and not read off: of every plan, with its parts apart, laid out or not', async () => {
    await openSell()
    const plans = [...document.querySelectorAll('input[name="plan"]')]
    expect(plans.length).toBeGreaterThan(5)
    for (const plan of plans) expect(plan.getAttribute('aria-label')).toMatch(/^[^,]+, [^,]+, .*\d/)
  })

  it('of an order in the list, too', async () => {
    const { user } = await openSell('orders')
    await user.click(screen.getByTestId('nav-orders'))
    for (const row of await screen.findAllByTestId('order-row'))
      expect(row.getAttribute('aria-label')).toMatch(/^.+, .+@.+, .+, .+|^.+, \S.*, .+, .+/)
  })
})

const screens: Record<string, () => Promise<unknown>> = {
  Welcome: () => open('account=none'),
  'a demo that did not start': async () => {
    const { user } = await open('account=none&fail=startDemo:demo')
    await user.click(screen.getByTestId('welcome-demo'))
    await screen.findByTestId('failure')
  },
  'the opening of an account': () => open('account=opening'),
  'Connect our account': async () => {
    const { user } = await open('account=none')
    await user.click(screen.getByTestId('welcome-connect'))
    await user.click(await screen.findByTestId('account-check'))
    await screen.findByTestId('failure')
  },
  'Connect with a token at another address': async () => {
    const { user } = await open('account=none')
    await user.click(screen.getByTestId('welcome-connect'))
    await user.click(await screen.findByRole('radio', { name: 'Access token' }))
    await user.click(screen.getByText('Advanced'))
    await user.click(screen.getByRole('radio', { name: 'Another address', hidden: true }))
  },
  'a locked account': () => open('account=locked&keychain=waiting_for_unlock'),
  'Sell, nothing chosen': () => openSell(),
  'Sell, beside a newer version': async () => {
    await openSell('update=none')
    await screen.findByTestId('install-update')
  },
  'Sell, offline and without plans': () => open('account=signed_in&empty&service=offline'),
  'Sell, everything open': async () => {
    const { user } = await openSell('ugly')
    await fillIn(user)
    await user.click(screen.getByRole('radio', { name: 'iPhone' }))
    await user.click(screen.getByRole('radio', { name: 'On a date' }))
    await user.type(screen.getByLabelText(/EID/), '1'.repeat(32))
    await user.tab()
    await screen.findByRole('checkbox', { name: /Use it anyway/ })
  },
  'Sell, refused': async () => {
    const { user } = await openSell('fail=placeOrder:refused')
    await fillIn(user)
    await user.click(buyButton())
    await screen.findByTestId('failure')
  },
  'Sell, a plan that changed': async () => {
    const { user } = await openSell('fail=placeOrder:plan_changed')
    await fillIn(user)
    await user.click(buyButton())
    await screen.findByTestId('failure')
  },
  'Sell, really once more?': async () => {
    const { user } = await openSell('fail=placeOrder:sold_recently')
    await fillIn(user)
    await user.click(buyButton())
    await screen.findByRole('dialog')
  },
  'no orders': async () => {
    const { user } = await openSell()
    await user.click(screen.getByTestId('nav-orders'))
    await screen.findByText('No orders today')
  },
  'Orders, and what happened meanwhile': async () => {
    const { user, desk } = await openSell('orders=60&demo')
    desk.alerts.list = desk.snapshot.orders.slice(0, 4).map(({ key, state }) => ({ order: key, state }))
    await user.click(screen.getByTestId('nav-orders'))
    await screen.findAllByTestId('order-row')
  },
  'the table of a day': async () => {
    const { user } = await openSell('orders')
    await user.click(screen.getByTestId('nav-orders'))
    await user.click(await screen.findByRole('button', { name: 'Save as table' }))
    await screen.findByRole('dialog')
  },
  'Hand over': async () => {
    const { desk } = await openSell('orders&ugly&mode=demo')
    const ready = desk.snapshot.orders.find(({ state }) => state === 'ready')
    desk.navigation.go({ name: 'hand_over', order: ready?.key ?? 0 })
    await screen.findByTestId('qr')
  },
  'Hand over, withheld': async () => {
    const { desk } = await openSell('orders&doubt=disagree')
    const ready = desk.snapshot.orders.find(({ state }) => state === 'ready')
    desk.navigation.go({ name: 'hand_over', order: ready?.key ?? 0 })
    await screen.findByText('Don’t give this to the customer yet')
  },
  'Hand over, on a phone already': async () => {
    const { desk } = await openSell('orders&sim=installed')
    const ready = desk.snapshot.orders.find(({ state }) => state === 'ready')
    desk.navigation.go({ name: 'hand_over', order: ready?.key ?? 0 })
    await screen.findByTestId('show-anyway')
  },
  'Top up, with everything open and a refusal': async () => {
    const { desk, user } = await openSell('orders&ugly&fail=topUp:no_top_up')
    desk.openOrder(desk.snapshot.orders.find(({ state }) => state === 'ready')?.key ?? 0)
    await user.click(await screen.findByTestId('top-up'))
    await user.click((await screen.findAllByTestId('plan-row'))[0] as HTMLElement)
    await user.click(screen.getByRole('radio', { name: 'On a date' }))
    await user.click(screen.getByTestId('top-up-now'))
    await screen.findByTestId('failure')
  },
  'Cancel and refund, asked twice': async () => {
    const { desk, user } = await openSell('orders&ugly')
    desk.openOrder(desk.snapshot.orders.find(({ state }) => state === 'ready')?.key ?? 0)
    await user.click(await screen.findByText('Cancel and refund'))
    await user.click(await screen.findByTestId('give-back'))
    await screen.findByRole('dialog')
  },
  'an eSIM that is still there': async () => {
    const { desk, fake } = await openSell('orders')
    const order = desk.snapshot.orders.find(({ state }) => state === 'cancelling')
    const orders = desk.snapshot.orders.map((one) => ({
      ...one,
      ...(one.key === order?.key && { needsPerson: true, stillThere: true }),
    }))
    fake.world.change({ orders })
    desk.openOrder(order?.key ?? 0)
    await screen.findByTestId('keep-esim')
  },
  'Help for an order': async () => {
    const { desk, user } = await openSell('orders')
    desk.openOrder(desk.snapshot.orders.find(({ state }) => state === 'ready')?.key ?? 0)
    await user.click(await screen.findByTestId('help'))
    await user.click(await screen.findByRole('radio', { name: 'No internet after installing' }))
  },
  Settings: async () => {
    const { user } = await openSell()
    await user.click(screen.getByTestId('nav-settings'))
    await screen.findByRole('heading', { name: 'Settings' })
    await user.click(screen.getByRole('radio', { name: 'This one' }))
  },
  'signing out': async () => {
    const { user } = await openSell('orders')
    await user.click(screen.getByTestId('nav-settings'))
    await user.click(await screen.findByTestId('settings-signout'))
    await screen.findByRole('dialog')
  },
  'closing with open orders': async () => {
    await openSell('close_asked=2')
    await screen.findByRole('dialog')
  },
}

describe('axe finds nothing', () => {
  it.each(Object.keys(screens))('on %s', async (name) => {
    await screens[name]?.()
    expect(await complaints()).toEqual([])
  })

  it.each(Object.keys(orderStates) as OrderState[])('on an order that is %s', async (state) => {
    const window = await openSell('orders')
    order(state)(window)
    await screen.findByTestId('order-state')
    expect(await complaints()).toEqual([])
  })
})

describe('a search says how much it found, also to a reader', () => {
  const counts: Record<string, { go: (window: Window) => Promise<unknown>; search: string; says: RegExp }> = {
    Sell: { go: () => Promise.resolve(), search: 'search', says: /^1 of \d+ plans$/ },
    'Top up': {
      go: async ({ desk, user }) => {
        desk.openOrder(desk.snapshot.orders.find(({ state }) => state === 'ready')?.key ?? 0)
        await user.click(await screen.findByTestId('top-up'))
      },
      search: 'search',
      says: /^1 of \d+ plans$/,
    },
    Orders: {
      go: ({ user }) => user.click(screen.getByTestId('nav-orders')),
      search: 'orders-search',
      says: /^\d+ orders?$/,
    },
  }

  it.each(Object.keys(counts))('on %s', async (name) => {
    const { go, search, says } = counts[name] ?? {}
    const window = await openSell('orders')
    await go?.(window)
    const field = await screen.findByTestId(search ?? '')
    await window.user.type(field, name === 'Orders' ? 'japan' : 'japan 3')
    const told = () => within(field.parentElement ?? document.body).getByRole('status').textContent
    await waitFor(() => expect(told()).toMatch(says ?? /never/))
    if (name !== 'Orders') return
    const rows = () => screen.queryAllByTestId('order-row').length
    await waitFor(() => expect(told()).toBe(`${String(rows())} ${rows() === 1 ? 'order' : 'orders'}`))
    await window.user.type(field, ' of nobody')
    await waitFor(() => expect(told()).toBe('0 orders'))
  })
})
