import { screen, waitFor, within } from '@testing-library/svelte'
import axe from 'axe-core'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { guestWords } from '../src/lib/guest'
import * as later from '../src/views/later'
import { buyButton, fillIn, openSell, type Window } from './window'

const EMAIL = 'guest@example.com'

// A first look at a screen fetches it, which takes its time on a busy machine.
beforeAll(() => later.handOver())

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
  return { ...opened, half: await screen.findByTestId('customers-screen') }
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
    expect(within(half).getByTestId('sign').textContent, 'the end of the order number').toContain(
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

  it('carries the same sign as the staff’s half', async () => {
    const { fake } = await turned()
    const sign = fake.world.snapshot.orders[0]?.sign ?? 'none'
    const headings = screen.getAllByText(new RegExp(`sign ${sign}`))
    expect(headings, 'read out by the staff').toHaveLength(1)
  })

  it('fills the screen, and Esc brings the staff’s half back to the same customer', async () => {
    const { user, fake } = await turned()
    expect(fake.turned, 'the window fills its screen').toBe(true)
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByTestId('customers-screen')).toBeNull())
    expect(fake.turned, 'and is as large as before').toBe(false)
    expect(screen.getByRole('heading', { name: new RegExp(EMAIL) }), 'nobody else is served').toBeTruthy()
  })

  it('has one small button back', async () => {
    const { user, fake } = await turned()
    await user.click(screen.getByTestId('turn-back'))
    await waitFor(() => expect(screen.queryByTestId('customers-screen')).toBeNull())
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
    await fake.customersPhone(fake.world.snapshot.handing?.order ?? 0, 'download')
    expect(await within(half).findByText(english.state.onThePhone)).toBeTruthy()
    await fake.customersPhone(fake.world.snapshot.handing?.order ?? 0, 'install')
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
    const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } })
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
  })
})
