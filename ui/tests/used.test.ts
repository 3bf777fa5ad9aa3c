import { render, screen } from '@testing-library/svelte'
import { flushSync } from 'svelte'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { PhoneStep, PhoneWords, SimView } from '../src/backend/bindings'
import GuestHalf from '../src/components/guest/GuestHalf.svelte'
import { guestLanguages, guestWords } from '../src/lang/guest'
import { openSell, type Window } from './window'

// jsdom draws nothing, and would say so loudly.
beforeEach(() => void vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null))

describe('before a code is shown once more', () => {
  it.each(['downloaded', 'installed'])('an eSIM that is %s already is asked about first', async (sim) => {
    const { user } = await handOver(`sim=${sim}`)
    expect((await screen.findByTestId('used')).dataset['sim']).toBe(sim)
    expect(screen.queryByTestId('qr'), 'no code before the answer').toBeNull()
    await user.click(await screen.findByTestId('show-anyway'))
    expect(await screen.findByTestId('qr'), 'the staff know better').toBeTruthy()
    expect(screen.getByTestId('sim-state').dataset['sim'], 'and still see where it is').toBe(sim)
  })

  it('one that can no longer be installed says so, and is looked at again on request', async () => {
    const { user, fake } = await handOver('sim=unavailable')
    expect(await screen.findByText('This eSIM can no longer be installed')).toBeTruthy()
    expect(screen.getByTestId('used').getAttribute('role'), 'readers are told at once').toBe('alert')
    expect(screen.queryByTestId('show-anyway'), 'a code that cannot work is not shown').toBeNull()
    await fake.customersPhone(0, 'start_again')
    await user.click(await screen.findByTestId('look-again'))
    expect(await screen.findByTestId('qr'), 'it came back').toBeTruthy()
  })

  it('an unused one is shown at once', async () => {
    await handOver('sim=released')
    expect(await screen.findByTestId('qr')).toBeTruthy()
    expect(screen.queryByTestId('used')).toBeNull()
  })
})

describe('while a code is up', () => {
  it('long waiting brings the likely reasons, and a scan takes them away', async () => {
    const { fake, order } = await handOver('long')
    const advice = await screen.findByTestId('scan-advice')
    expect(
      [...advice.querySelectorAll('li')].map((item) => /Wi-Fi|EID|locked|camera/.exec(item.textContent)?.[0]),
      'the likeliest first',
    ).toEqual(['Wi-Fi', 'EID', 'locked', 'camera'])
    await fake.customersPhone(order, 'download')
    await vi.waitFor(() => expect(screen.queryByTestId('scan-advice')).toBeNull())
  })

  it('an eSIM that is deleted meanwhile is told of', async () => {
    const { fake, order } = await handOver('')
    await screen.findByTestId('qr')
    expect(screen.queryByTestId('scan-advice'), 'no advice in the first minutes').toBeNull()
    await fake.customersPhone(order, 'install')
    await fake.customersPhone(order, 'delete')
    expect(await screen.findByTestId('scan-gone')).toBeTruthy()
  })

  it('a code that the desk no longer has on screen goes, with a way back', async () => {
    const { fake, user } = await handOver('')
    await screen.findByTestId('qr')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    // As where the answer came after a lock that was told of an earlier code already: nothing else tells it.
    fake.world.change({ onScreen: null })
    flushSync()
    expect(screen.queryByTestId('qr'), 'a snapshot may be a moment behind').toBeTruthy()
    vi.advanceTimersByTime(3000)
    flushSync()
    expect(screen.queryByTestId('qr'), 'it is nobody’s to scan').toBeNull()
    vi.useRealTimers()
    await user.click(await screen.findByText('Try again'))
    expect(await screen.findByTestId('qr'), 'shown again, and watched again').toBeTruthy()
  })

  it('a voucher is shown with the code', async () => {
    await handOver('ugly')
    expect(await screen.findByText('VOUCHER-2026-GÄSTE-0000000042')).toBeTruthy()
  })
})

describe('the demo’s phone says what a phone says', () => {
  const cases: [PhoneStep[], PhoneWords, SimView, string?][] = [
    [['download'], 'downloaded', 'downloaded'],
    [['install'], 'installed', 'installed'],
    [['install', 'download'], 'already_there', 'installed'],
    [['install', 'delete'], 'deleted', 'unavailable'],
    [['install', 'delete', 'download'], 'used_code', 'unavailable', '8.2.6/3.8'],
    [['breaks_off'], 'broke_off', 'downloaded'],
    [['no_room'], 'no_room', 'released', '8.1/4.8'],
    [['expired'], 'expired', 'released', '8.8.5/4.10'],
    [['no_wifi'], 'no_wifi', 'released'],
  ]
  it.each(cases)('%j: %s', async (steps, says, sim, pair) => {
    const { user } = await handOver('mode=demo')
    await screen.findByTestId('qr')
    for (const step of steps) await user.click(await screen.findByTestId(`phone-${step}`))
    const told = await screen.findByTestId('phone-says')
    expect(told.dataset['says']).toBe(says)
    if (pair) expect(told.textContent, 'as phones’ own logs have it').toContain(pair)
    await vi.waitFor(() => expect(screen.getByTestId('sim-state').dataset['sim']).toBe(sim))
  })
})

describe('the guest’s own half', () => {
  it.each(guestLanguages)('has nothing to press, and follows the SIM, in $name', async ({ code }) => {
    const guest = await guestWords(code)
    const props = { language: code, phone: 'iphone' as const, sim: 'released' as SimView }
    const { container, rerender } = render(GuestHalf, { props })
    expect((await screen.findByTestId('guest-state')).textContent).toContain(guest.state.waiting)
    expect(screen.getByText(guest.title('iphone'))).toBeTruthy()
    expect(screen.queryByText(exactly(guest.check)), 'no doubts in the first minutes').toBeNull()
    await rerender({ ...props, waitsLong: true })
    expect(screen.getByText(exactly(guest.check)), 'then what to check').toBeTruthy()
    await rerender({ ...props, sim: 'downloaded', waitsLong: true })
    expect(screen.getByTestId('guest-state').textContent).toContain(guest.state.onThePhone)
    expect(screen.getByText(guest.after.title), 'what comes next').toBeTruthy()
    await rerender({ ...props, sim: 'installed', voucher: 'A54G2W' })
    expect(screen.getByTestId('guest-state').textContent).toContain(guest.state.installed)
    expect(screen.getByText('A54G2W'), 'the voucher is theirs').toBeTruthy()
    await rerender({ ...props, sim: 'unavailable' })
    expect(screen.getByTestId('guest-state').textContent).toContain(guest.state.gone)
    expect(container.querySelector('button, input, a, summary, select'), 'it is only looked at').toBeNull()
    for (const picture of container.querySelectorAll('svg'))
      expect(picture.getAttribute('aria-hidden'), 'words say it all').toBe('true')
  })
})

/** French sets a space that does not break before its signs, which the library would take for another. */
function exactly(text: string) {
  return (_: string, found: Element | null) => found?.textContent === text
}

async function handOver(address: string): Promise<Window & { order: number }> {
  const opened = await openSell(`orders&${address}`)
  const order = opened.desk.snapshot.orders.find(({ state }) => state === 'ready')?.key ?? 0
  opened.desk.navigation.go({ name: 'hand_over', order })
  return { ...opened, order }
}
