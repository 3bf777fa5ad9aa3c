import { render, screen, waitFor, within } from '@testing-library/svelte'
import axe from 'axe-core'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CustomerDisplay } from '../src/backend/bindings'
import CustomerWindow from '../src/customer/Window.svelte'
import { guestWords } from '../src/lang/guest'
import { keepAwake } from '../src/lib/wake-lock'
import { words } from '../src/state/words.svelte'
import * as lazy from '../src/views/lazy'
import { buyButton, fillIn, openSell, type Window } from './window'

const EMAIL = 'guest@example.com'

// A first look at a screen fetches it, which takes its time on a busy machine.
beforeAll(() => lazy.handOver())

// jsdom draws nothing, and would say so loudly.
beforeEach(() => void vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null))

async function handOver(address = ''): Promise<Window> {
  const opened = await openSell(address)
  await fillIn(opened.user, EMAIL)
  await opened.user.click(buyButton())
  await screen.findByTestId('qr')
  return opened
}

async function turned(address = ''): Promise<Window & { half: HTMLElement }> {
  const opened = await handOver(address)
  await opened.user.click(screen.getByTestId('turn-screen'))
  return { ...opened, half: await screen.findByTestId('customer-display') }
}

describe('the turned screen', () => {
  it('is behind a button that names the customer and the plan', async () => {
    await handOver()
    const button = screen.getByTestId('turn-screen').textContent
    expect(button, 'whose screen it will be').toContain(EMAIL)
    expect(button, 'and what was sold').toContain('World')
  })

  it('shows the code and the sign of the order, and nothing of the customer, the plan or the desk', async () => {
    const { half, fake } = await turned()
    const order = fake.world.snapshot.orders[0]
    expect(within(half).getByTestId('qr'), 'the code').toBeTruthy()
    expect(within(half).getByTestId('suffix').textContent, 'the end of the order number').toContain(
      order?.orderId?.slice(-4) ?? 'no number',
    )
    const text = half.textContent
    const { name, price } = order?.plan ?? {}
    for (const secret of [EMAIL, name, price?.amount, order?.iccid].map(String))
      expect(text, `no ${secret}`).not.toContain(secret)
    const code = await fake.handOver(order?.key ?? 0, false)
    if (code.status !== 'ok' || code.data.kind !== 'code') throw new Error('the fake gives a code')
    expect(half.innerHTML, 'what can be typed in stays on the staff’s half').not.toContain(
      code.data.matchingId,
    )
  })

  it('folds the list of languages once the guest has chosen one, which is in its line then', async () => {
    const { half, user } = await turned()
    await user.click(await within(half).findByTestId('guest-more'))
    await user.click(within(half).getByTestId('guest-it'))
    await waitFor(() =>
      expect(within(half).getByTestId('guest-more').getAttribute('aria-expanded')).toBe('false'),
    )
    expect(within(half).getByTestId('guest-it').getAttribute('aria-pressed')).toBe('true')
    expect(within(half).queryByTestId('guest-uk'), 'the others give way to the steps').toBeNull()
  })

  it('tells a guest who waits for long what to check, above the steps where it is seen', async () => {
    const { half } = await turned('long')
    const headings = within(half)
      .getAllByRole('heading')
      .map((heading) => heading.textContent)
    expect(headings).toEqual(['Not working? Please check:', 'How to put the eSIM on your iPhone'])
  })

  it('carries the same sign as the staff’s half', async () => {
    const { fake } = await turned()
    const sign = fake.world.snapshot.orders[0]?.suffix ?? 'none'
    const headings = screen.getAllByText(new RegExp(`No\\. … ${sign}`))
    expect(headings, 'read out by the staff').toHaveLength(1)
  })

  it('fills the screen, and Esc brings the staff’s half back to the same customer', async () => {
    const { user, fake } = await turned()
    expect(fake.turned, 'the window fills its screen').toBe(true)
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByTestId('customer-display')).toBeNull())
    expect(fake.turned, 'and is as large as before').toBe(false)
    expect(screen.getByRole('heading', { name: new RegExp(EMAIL) }), 'nobody else is served').toBeTruthy()
  })

  it('has one small button back', async () => {
    const { user, fake } = await turned()
    await user.click(screen.getByTestId('turn-back'))
    await waitFor(() => expect(screen.queryByTestId('customer-display')).toBeNull())
    expect(fake.turned).toBe(false)
  })

  it('speaks the language chosen on the staff’s side, and the guest may choose another', async () => {
    const { user, half } = await turned()
    const german = await guestWords('de')
    await user.click(within(half).getByRole('button', { name: 'Deutsch' }))
    expect(await within(half).findByText(german.title('iphone'))).toBeTruthy()
    await user.keyboard('{Escape}')
    expect(await screen.findByText(german.title('iphone')), 'the staff see what the guest reads').toBeTruthy()
  })

  it('says that it worked', async () => {
    const { user, half, fake } = await turned()
    await user.click(within(half).getByRole('button', { name: 'English' }))
    const english = await guestWords('en')
    expect(await within(half).findByText(english.state.waiting)).toBeTruthy()
    await fake.customersPhone(fake.world.snapshot.onScreen?.order ?? 0, 'download')
    expect(await within(half).findByText(english.state.onThePhone)).toBeTruthy()
    await fake.customersPhone(fake.world.snapshot.onScreen?.order ?? 0, 'install')
    expect(await within(half).findByText(english.state.installed)).toBeTruthy()
  })

  it('says that a demo’s code is a sample, and a real one does not', async () => {
    const { half } = await turned('mode=demo')
    expect(within(half).getByText('SAMPLE')).toBeTruthy()
  })

  it('does not say SAMPLE beside a real code', async () => {
    const { half } = await turned()
    expect(within(half).queryByText('SAMPLE')).toBeNull()
  })

  it('satisfies axe', async () => {
    await turned()
    const { violations } = await axe.run(document.body, {
      rules: { 'color-contrast': { enabled: false } },
      resultTypes: ['violations'],
    })
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
  })
})

describe('with a second monitor', () => {
  it('the staff are told that the customer sees the code, and need not turn their screen', async () => {
    const { fake } = await handOver('second')
    const sign = fake.world.snapshot.orders[0]?.suffix ?? 'none'
    expect((await screen.findByTestId('second-screen')).textContent).toContain(sign)
    expect(screen.queryByTestId('turn-screen')).toBeNull()
  })

  it('that is unplugged, they are told calmly and may turn theirs', async () => {
    const { fake } = await handOver('second')
    await screen.findByTestId('second-screen')
    fake.world.change({ secondScreen: false })
    expect(await screen.findByText(/was unplugged/)).toBeTruthy()
    expect(screen.getByTestId('turn-screen'), 'the way on').toBeTruthy()
    expect(screen.getByTestId('qr'), 'and the code stays').toBeTruthy()
  })

  it('each choice for the guest is told on, with the other one kept', async () => {
    const { user, fake } = await handOver('second')
    const order = fake.world.snapshot.onScreen?.order ?? 0
    await user.click(await screen.findByTestId('guest-fr'))
    await user.click(screen.getByRole('radio', { name: 'Samsung' }))
    await waitFor(() => expect(fake.guests.get(order)).toEqual({ language: 'fr', phone: 'samsung' }))
  })

  it('what a guest chose in an earlier run is there when their order is opened', async () => {
    const { desk, fake } = await openSell('orders&second')
    const order = desk.snapshot.orders.find(({ state }) => state === 'ready')?.key ?? 0
    fake.guests.set(order, { language: 'fr', phone: 'samsung' })
    desk.navigation.go({ name: 'hand_over', order })
    const french = await screen.findByTestId('guest-fr')
    await waitFor(() => expect(french.getAttribute('aria-pressed')).toBe('true'))
    const samsung = screen.getByRole<HTMLInputElement>('radio', { name: 'Samsung' })
    expect(samsung.checked, 'and their phone').toBe(true)
    expect(fake.guests.get(order), 'nothing was told back').toEqual({ language: 'fr', phone: 'samsung' })
  })
})

describe('a code that is put away by itself', () => {
  it.each([
    ['timed_out', /hidden after a while/],
    ['locked', /was locked/],
  ] as const)('leaves both halves (%s), and can be shown again', async (why, words) => {
    const { user, fake } = await turned()
    const order = fake.world.snapshot.onScreen?.order ?? 0
    fake.world.change({ onScreen: null, putAway: { order, why } })
    expect(await screen.findByText(words), 'the staff are told why').toBeTruthy()
    expect(screen.queryByTestId('qr'), 'no code on either half').toBeNull()
    expect(fake.turned, 'the staff have their window back').toBe(false)
    await user.click(screen.getByRole('button', { name: 'Show the code again' }))
    expect(await screen.findByTestId('qr')).toBeTruthy()
  })
})

describe('a code that is proved no more', () => {
  it('leaves both halves, and the staff are told what to do and not to show it again', async () => {
    const { fake } = await turned()
    const order = fake.world.snapshot.onScreen?.order ?? 0
    fake.world.change({ onScreen: null, putAway: { order, why: 'withheld' } })
    expect(await screen.findByText(/does not add up any more/)).toBeTruthy()
    expect(screen.getByText(/must not install it/)).toBeTruthy()
    expect(screen.queryByTestId('qr'), 'no code on either half').toBeNull()
    expect(fake.turned, 'the staff have their window back').toBe(false)
    expect(screen.queryByRole('button', { name: 'Show the code again' })).toBeNull()
  })
})

describe('the customer’s own window', () => {
  const nothing = {
    demo: true,
    appearance: 'light' as const,
    language: 'en' as const,
    systemLanguage: 'en-GB',
    code: null,
  }
  const code = {
    suffix: '3f9a',
    modules: 37,
    path: 'M0 0h1v1h-1z',
    confirmationRequired: false,
    voucher: null,
    sim: 'released' as const,
    waitsLong: false,
    language: 'ar' as const,
    phone: 'samsung' as const,
  }

  async function customers() {
    await words.use('en', 'en-GB')
    const { component, container } = render(CustomerWindow)
    return { show: (shown: CustomerDisplay) => component.show(shown), container }
  }

  it('shows a picture while nothing is handed over, and a demo says so', async () => {
    const { show } = await customers()
    show(nothing)
    expect(await screen.findByTestId('standby')).toBeTruthy()
    expect(screen.getByText('SAMPLE')).toBeTruthy()
    expect(screen.queryByTestId('qr')).toBeNull()
  })

  it('follows the hand-over, in the guest’s language, and back again', async () => {
    const { show, container } = await customers()
    const arabic = await guestWords('ar')
    show({ ...nothing, code })
    expect(await screen.findByText(arabic.title('samsung'))).toBeTruthy()
    expect(container.querySelector('[dir="rtl"]'), 'right to left').not.toBeNull()
    show({ ...nothing, code: { ...code, sim: 'installed' } })
    expect(await screen.findByText(arabic.state.installed)).toBeTruthy()
    show(nothing)
    await screen.findByTestId('standby')
    expect(container.innerHTML, 'the code left the page').not.toContain(code.path)
  })

  it('has nothing to press', async () => {
    const { show, container } = await customers()
    show({ ...nothing, code })
    await screen.findByTestId('qr')
    expect(container.querySelectorAll('button, a, input, select')).toHaveLength(0)
  })
})

it('the computer is asked to stay awake, and to sleep again', async () => {
  const release = vi.fn(async () => undefined)
  const request = vi.fn(async () => ({ release }))
  const end = keepAwake({ wakeLock: { request } })
  expect(request).toHaveBeenCalledWith('screen')
  end()
  await waitFor(() => expect(release).toHaveBeenCalledOnce())
  expect(() => keepAwake({})(), 'a system without it').not.toThrow()
})

it('the manager chooses what a second monitor is for and when a code is put away', async () => {
  const { user, fake } = await openSell()
  await user.click(screen.getByTestId('nav-settings'))
  await user.click(await screen.findByRole('radio', { name: 'Not used' }))
  await user.click(screen.getByRole('radio', { name: '2 minutes' }))
  await waitFor(() => expect(fake.world.snapshot.settings.putAwayAfterMinutes).toBe(2))
  expect(fake.world.snapshot.settings.secondMonitor).toBe('free')
})

it('a second monitor that nobody has spoken for is asked about and not used', async () => {
  const { user, fake } = await openSell()
  const monitor = { name: 'HDMI-1', width: 1280, height: 800, x: 1920, y: 0 }
  fake.world.change({ freeMonitors: [monitor] })
  const change = vi.spyOn(fake, 'changeSettings')
  await user.click(await screen.findByRole('button', { name: 'Show the customer view there' }))
  expect(change).toHaveBeenCalledWith({ kind: 'customer_monitor', monitor })
})

it('of several monitors the staff choose by name, or leave them alone', async () => {
  const { user, fake } = await openSell()
  const monitor = { name: 'HDMI-1', width: 1280, height: 800, x: 1920, y: 0 }
  fake.world.change({ freeMonitors: [monitor, { ...monitor, name: 'DP-2', x: 3200 }] })
  await screen.findByRole('button', { name: /on HDMI-1/ })
  await screen.findByRole('button', { name: /on DP-2/ })
  await user.click(screen.getByRole('button', { name: 'Don’t use it' }))
  await waitFor(() => expect(fake.world.snapshot.settings.secondMonitor).toBe('free'))
})
