/** Wherever the words send staff to support, whom to ask stands there, and the reference where they name one. */
import { readFileSync } from 'node:fs'
import { screen, waitFor, within } from '@testing-library/svelte'
import { tick } from 'svelte'
import { beforeEach, expect, it } from 'vitest'
import { en } from '../src/lang/en/staff'
import { en as lazy } from '../src/lang/en/staff-lazy'
import { fakeFromAddress } from '../src/backend/fake'
import { explain } from '../src/lib/failures'
import { cases } from './failure-cases'
import { open, type Window } from './window'

const HELPER = 'Who helps: Kim from IT, 1234'
const asks = (text: string) => /\bsupport\b/i.test(text.replaceAll(/not support/g, ''))

beforeEach(() => {
  // Panels are measured and scrolled to, which jsdom cannot.
  Element.prototype.scrollIntoView = () => undefined
})

async function openWithHelper(address = ''): Promise<Window> {
  const fake = fakeFromAddress(new URLSearchParams(`account=signed_in&pace=fast&${address}`))
  const { settings } = fake.world.snapshot
  fake.world.change({
    settings: { ...settings, helper: { name: 'Kim from IT', phone: '1234', email: '' } },
  })
  const opened = await open('', fake)
  await screen.findAllByTestId('plan-row')
  return opened
}

it('every failure whose words send to support says whom to ask', async () => {
  const { desk } = await openWithHelper()
  let asked = 0
  for (const failure of cases) {
    const { title, body, fact, reference } = explain(failure, en)
    if (!asks(`${title} ${body} ${fact}`)) continue
    asked++
    desk.sale.failure = failure
    await tick()
    const told = within(await screen.findByTestId('failure'))
    const which = JSON.stringify(failure)
    expect(told.getByTestId('helper').textContent, which).toBe(HELPER)
    if (reference !== null) expect(told.getByText(reference), which).toBeTruthy()
  }
  expect(asked, 'the words were found').toBeGreaterThan(6)
})

it('a failure that names a reference comes with one, or is shown beside the order that has it', () => {
  const without = cases.filter((failure) => {
    const { body, reference } = explain(failure, en)
    return /the reference/.test(body) && reference === null
  })
  expect(without.map((failure) => ({ ...failure }))).toEqual([{ kind: 'no_refund', why: 'claimed_twice' }])
})

it('an eSIM that two orders claim says with which reference to ask, where it cannot be given back', async () => {
  const { fake, desk, user } = await openWithHelper('orders')
  const order = desk.snapshot.orders.find(({ mayBeGivenBack }) => mayBeGivenBack)
  fake.checkRefund = () =>
    Promise.resolve({ status: 'error', error: { kind: 'no_refund', why: 'claimed_twice' } })
  desk.openOrder(order?.key ?? 0)
  await user.click(within(await screen.findByTestId('refund')).getByText('Cancel and refund'))
  const told = within(await screen.findByTestId('failure'))
  expect(told.getByText(order?.reference ?? 'none')).toBeTruthy()
  expect(told.getByTestId('helper').textContent).toBe(HELPER)
})

it('a code that nobody can install any more says with which reference to ask, and whom', async () => {
  const { fake, desk } = await openWithHelper('orders')
  const order = desk.snapshot.orders.find(({ state }) => state === 'ready')
  desk.navigation.go({ name: 'hand_over', order: order?.key ?? 0 })
  await screen.findByTestId('qr')
  const { onScreen } = fake.world.snapshot
  if (onScreen) fake.world.change({ onScreen: { ...onScreen, sim: 'unavailable' } })
  const told = within(await screen.findByTestId('scan-gone'))
  expect(told.getByText(order?.reference ?? 'none')).toBeTruthy()
  expect(told.getByTestId('helper').textContent).toBe(HELPER)
})

it('the dialog of what the customer says ends with whom to ask', async () => {
  const { desk, user } = await openWithHelper('orders')
  const order = desk.snapshot.orders.find(({ state }) => state === 'ready')
  desk.openOrder(order?.key ?? 0)
  await user.click(await screen.findByRole('button', { name: 'Problem with this eSIM?' }))
  await user.click(await screen.findByTestId('symptom-nothing_happens'))
  const dialog = within(screen.getByRole('dialog'))
  await waitFor(() => expect(dialog.getByTestId('helper').textContent).toBe(HELPER))
})

it('nothing is said of a helper whom nobody has named', async () => {
  const { desk } = await open('account=signed_in')
  await screen.findAllByTestId('plan-row')
  desk.sale.failure = { kind: 'book', why: 'damaged' }
  await screen.findByTestId('failure')
  expect(screen.queryByTestId('helper')).toBeNull()
})

/** Where each text that sends to support is shown. A new one is a new row, and its component names whom to ask. */
const shown: Record<string, string> = {
  failures: 'components/shared/FailureNotice',
  'order.ends.failed.body': 'views/Order',
  'order.ends.withheld.body': 'views/Order',
  'order.endsOfTopUps.failed.body': 'views/Order',
  'order.endsOfTopUps.withheld.body': 'views/Order',
  'order.referenceHint': 'views/Order',
  'order.recovery.needsPersonBody': 'views/Order',
  'handOver.withheldBody': 'components/handover/Withheld',
  'used.unavailable.body': 'components/handover/UsedAlready',
  'help.checks': 'components/help/HelpDialog',
  'help.copy': 'components/help/HelpDialog',
  'help.text': 'components/help/HelpDialog',
  'takings.compare.kinds': 'components/orders/DaysCompare',
  'updates.why.not_genuine': 'components/shared/UpdateOffer',
}
/** A file for them is saved beside the setting that names whom to ask. */
const bundles = new Set(['settings.bundle', 'settings.bundleBody'])

it('every text that sends to support has a place, and the place says whom to ask', () => {
  const texts = (value: object, path = ''): [string, string][] =>
    Object.entries(value).flatMap(([key, text]) => {
      const at = path === '' ? key : `${path}.${key}`
      return typeof text === 'object' ? texts(text as object, at) : [[at, String(text)] as [string, string]]
    })
  const sending = [...texts(en), ...texts(lazy)].filter(([at, text]) => asks(text) && !bundles.has(at))
  const unplaced = sending.filter(([at]) => !Object.keys(shown).some((place) => at.startsWith(place)))
  expect(unplaced).toEqual([])
  for (const [place, file] of Object.entries(shown)) {
    expect(
      sending.some(([at]) => at.startsWith(place)),
      `${place} is still there`,
    ).toBe(true)
    expect(readFileSync(`src/${file}.svelte`, 'utf8'), file).toMatch(/<(Helper|Reference)\b/)
  }
})
