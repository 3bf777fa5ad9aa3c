import { screen, within } from '@testing-library/svelte'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { OrderView, SimView } from '../src/backend/bindings'
import { languages } from '../src/lang/staff'
import { lazyWords } from '../src/lang/staff-lazy'
import { type Check, checksFor, symptoms } from '../src/lib/help-checks'
import { supportText } from '../src/lib/support-text'
import { openSell, type Window } from './window'

const sims: SimView[] = ['not_read', 'released', 'downloaded', 'installed', 'unavailable', 'other']

describe.each(symptoms)('a customer who says: %s', (symptom) => {
  it.each(sims)('gets checks in the order that fits a SIM that is %s', (sim) => {
    const checks = checksFor({ symptom, sim, bound: false })
    expect(checks.at(-1), 'whatever does not help ends with support').toBe('support')
    expect(new Set(checks).size, 'nothing is asked twice').toBe(checks.length)
    if (sim === 'unavailable')
      expect(checks, 'nothing on the phone helps any more').toEqual(['gone', 'support'])
    if (sim === 'released') {
      expect(checks, 'nobody has used the code').not.toContain('asked_twice')
      expect(checks, 'there is nothing to delete').not.toContain('delete_there')
      expect(checks, 'no phone has it').not.toContain('there_already')
    }
    if (sim === 'installed') {
      for (const done of ['eid', 'room', 'camera', 'scan_first', 'unused'] as Check[])
        expect(checks, `${done} cannot be the cause: the eSIM is on the phone`).not.toContain(done)
    }
  })
})

describe('the live state decides what comes first', () => {
  it.each([
    ['no_longer_valid', 'released', 'unused'],
    ['no_longer_valid', 'downloaded', 'finish'],
    ['no_longer_valid', 'installed', 'there_already'],
    ['no_longer_valid', 'unavailable', 'gone'],
    ['cannot_add', 'released', 'eid'],
    ['cannot_add', 'installed', 'there_already'],
    ['nothing_happens', 'released', 'wifi'],
    ['nothing_happens', 'downloaded', 'finish'],
    ['no_internet', 'released', 'scan_first'],
    ['no_internet', 'installed', 'line'],
    ['wrong_phone', 'released', 'right_phone'],
    ['wrong_phone', 'installed', 'delete_there'],
    ['locked', 'released', 'lock'],
    ['locked', 'installed', 'not_locked_out'],
  ] as const)('%s, %s: %s', (symptom, sim, first) => {
    expect(checksFor({ symptom, sim, bound: false })[0]).toBe(first)
  })

  it('an order with an EID is known to open on one device only', () => {
    expect(checksFor({ symptom: 'cannot_add', sim: 'released', bound: true })[0]).toBe('bound')
    expect(checksFor({ symptom: 'cannot_add', sim: 'released', bound: false })).not.toContain('bound')
    expect(checksFor({ symptom: 'no_internet', sim: 'installed', bound: true })).not.toContain('bound')
  })
})

it.each(languages)('every late word is there in $name', async ({ code }) => {
  const [english, words] = [await lazyWords('en'), await lazyWords(code)]
  const texts = (value: object): [string, string][] =>
    Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
      typeof inner === 'object' && inner !== null
        ? texts(inner).map(([path, text]): [string, string] => [`${key}.${path}`, text])
        : [[key, String(inner)] as [string, string]],
    )
  expect(
    texts(words)
      .map(([path]) => path)
      .sort(),
    'nothing is missing, nothing is added',
  ).toEqual(
    texts(english)
      .map(([path]) => path)
      .sort(),
  )
  for (const [path, text] of texts(words)) expect(text.trim(), `${path} says something`).not.toBe('')
  if (code === 'en') return
  const own = new Map(texts(english))
  expect(
    texts(words).filter(([path, text]) => path.endsWith('body') && own.get(path) === text),
    'no sentence was left in English',
  ).toEqual([])
})

it('the text for support has what they look up by, and neither code nor customer', () => {
  const order = {
    orderId: '6d41c4ff-1877-4d13-82b0-7dad02c4b02a',
    reference: '00000000-0000-4000-8000-000000000000',
    iccid: '8944478600000205337',
    createdAt: '2026-11-28T10:00:00Z',
    customer: {
      email: 'maria@example.com',
      firstName: 'Maria',
      lastName: 'Keller',
      phone: 'iphone',
      eidGiven: true,
    },
  } as OrderView
  const lookedAt = new Date('2026-11-28T10:05:00Z')
  const text = supportText({
    order,
    symptom: 'cannot_add',
    sim: 'released',
    lookedAt,
    tried: ['eid', 'wifi'],
  })
  for (const fact of [
    order.orderId,
    order.reference,
    order.iccid,
    'Released',
    lookedAt.toISOString(),
    '- Dial',
    '- Wi-Fi',
  ])
    expect(text, `support is told ${String(fact)}`).toContain(fact)
  expect(text, 'no customer').not.toMatch(/maria|keller|@/i)
  expect(text, 'no code').not.toMatch(/LPA|\$/)
  expect(
    supportText({ order, symptom: 'locked', sim: 'not_read', lookedAt: null, tried: [] }),
    'what is not known is said',
  ).toMatch(/SIM state: not known\n[^]*nothing yet/)
})

describe('in the window', () => {
  // jsdom draws nothing, and would say so loudly.
  beforeEach(() => void vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null))

  it('the advice follows the SIM while the code is up, and what was tried is copied', async () => {
    const { user, fake, desk, order } = await ready('mode=demo')
    desk.navigation.go({ name: 'hand_over', order: order.key })
    await screen.findByTestId('qr')
    await user.click(await screen.findByTestId('help'))
    const dialog = await screen.findByRole('dialog')
    await user.click(within(dialog).getByRole('radio', { name: 'The code is no longer valid' }))
    expect(firstCheck(), 'no phone has it').toBe('unused')

    await fake.customersPhone(order.key, 'install')
    await vi.waitFor(() => expect(firstCheck(), 'the SIM was installed meanwhile').toBe('there_already'))
    await user.click(within(screen.getByTestId('checks')).getAllByRole('checkbox')[0] as HTMLElement)
    await user.click(screen.getByTestId('copy-support'))
    expect(fake.clipboard).toContain('SIM state: Installed')
    expect(fake.clipboard).toContain('- It is there already')
    expect(fake.clipboard, 'no code').not.toContain('QR-FAKE')
    expect(fake.clipboard, 'no customer').not.toContain(order.customer?.email)
    await user.click(screen.getByTestId('help-close'))
    expect(screen.getByTestId('qr'), 'the code is still up').toBeTruthy()
  })

  it('an older order is looked at when help is opened, and a service that is silent is told', async () => {
    const { user, desk, order } = await ready('sim=downloaded')
    desk.openOrder(order.key)
    await user.click(await screen.findByTestId('help'))
    await vi.waitFor(() => expect(screen.getByTestId('help-sim').dataset['sim']).toBe('downloaded'))
    await user.click(screen.getByRole('radio', { name: 'Nothing happens' }))
    expect(firstCheck()).toBe('finish')
    await user.keyboard('{Escape}')
    expect(screen.queryByRole('dialog'), 'Esc goes back to the order').toBeNull()
    expect(desk.navigation.screen.name).toBe('order')
  })

  it('without an answer of the service help is there all the same', async () => {
    const { user, desk, order } = await ready('fail=sim:not_sent')
    desk.openOrder(order.key)
    await user.click(await screen.findByTestId('help'))
    expect((await screen.findByTestId('failure')).dataset['kind']).toBe('not_sent')
    await user.click(screen.getByRole('radio', { name: 'No internet after installing' }))
    expect(firstCheck(), 'the usual order').toBe('line')
  })
})

function firstCheck(): string | undefined {
  return screen.getByTestId('checks').querySelector<HTMLElement>('li')?.dataset['check']
}

async function ready(address: string): Promise<Window & { order: OrderView }> {
  const opened = await openSell(`orders&${address}`)
  const order = opened.desk.snapshot.orders.find(({ state }) => state === 'ready')
  if (!order) throw new Error('one of the orders is ready')
  return { ...opened, order }
}
