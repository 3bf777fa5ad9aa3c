import { screen, within } from '@testing-library/svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Balance, OrderView } from '../src/backend/bindings'
import { examples } from '../src/backend/fake/failures'
import { balanceWords } from '../src/lib/balance'
import { Format } from '../src/lib/format'
import { timeLeft } from '../src/lib/time-left'
import { scannedInFrench } from './pace'
import { openSell, reload, type Window } from './window'

const GIB = 1024 ** 3
const balance = (left: number | string | null, of: number | string | null, unit: string | null = 'Bytes') =>
  ({
    left: left === null ? null : String(left),
    of: of === null ? null : String(of),
    unit,
  }) satisfies Balance

describe('an amount of data is written as the trade writes it', () => {
  it.each([
    ['as sold, in steps of 1,024', balance(5 * GIB, 5 * GIB), '5 GB', '5 GB', 1],
    ['as sold, in steps of 1,000', balance(2.5e9, 5e9), '2.5 GB', '5 GB', 0.5],
    ['megabytes of a plan of gigabytes', balance(300 * 1024 ** 2, GIB), '300 MB', '1 GB', 300 / 1024],
    ['nothing, in the unit of the plan', balance(0, 5 * GIB), '0 GB', '5 GB', 0],
    ['rounded down: nobody is promised more', balance(4.999 * GIB, 5 * GIB), '4.99 GB', '5 GB', 0.9998],
    ['a tiny rest', balance(512, GIB), '0.5 KB', '1 GB', 512 / GIB],
    ['the documentation’s own example', balance('1073741824', '1073741824'), '1 GB', '1 GB', 1],
    ['bytes by a shorter name', balance(GIB, 2 * GIB, 'B'), '1 GB', '2 GB', 0.5],
    ['another unit, as it came', balance('512', '1024', 'MB'), '512 MB', '1,024 MB', 0.5],
    ['no unit: only the share is sure', balance('1', '4', null), null, null, 0.25],
    ['nothing said', balance(null, null), null, null, null],
    ['only what is left', balance(GIB, null), '1 GB', null, null],
    ['of nothing there is no share', balance(0, 0), '0 KB', '0 KB', null],
    ['more left than there was', balance(2 * GIB, GIB), '2 GB', '1 GB', 1],
    ['less than nothing', balance(-5, GIB), '0 GB', '1 GB', 0],
    ['what is no number', balance('plenty', '1073741824'), null, '1 GB', null],
  ])('%s', (_, given, left, of, share) => {
    const words = balanceWords(given, new Format('en-GB'))
    expect([words.left, words.of]).toEqual([left, of])
    if (share === null) expect(words.share).toBeNull()
    else expect(words.share).toBeCloseTo(share, 3)
  })

  it('with the reader’s decimal sign', () => {
    expect(balanceWords(balance(3.2 * GIB, 5 * GIB), new Format('de')).left).toBe('3,2 GB')
  })
})

it('what is left of a time is never more than there is', () => {
  const now = Date.parse('2026-11-29T08:00:00Z')
  const at = (iso: string) => timeLeft(iso, now)
  expect(at('2026-12-05T08:00:00Z')).toEqual({ unit: 'days', count: 6 })
  expect(at('2026-12-05T07:59:59Z')).toEqual({ unit: 'days', count: 5 })
  expect(at('2026-11-30T07:59:00Z')).toEqual({ unit: 'hours', count: 23 })
  expect(at('2026-11-29T08:10:00Z'), 'the last hour').toEqual({ unit: 'hours', count: 1 })
  expect(at('2026-11-29T08:00:00Z'), 'over').toBeNull()
  expect(at('some day')).toBeNull()
  expect(timeLeft(null, now)).toBeNull()
})

describe('the page of an order', () => {
  it('shows its SIM and all plans on it, those that are over folded away', async () => {
    const { page } = await opened('sim=installed')
    const card = await simCard()
    expect(card.dataset['sim']).toBe('installed')
    expect(card.textContent).toContain('Installed: a phone uses this eSIM.')
    const [running, waiting, first] = within(card).getAllByTestId('plan-on-sim')
    expect(running?.textContent).toContain('3.2 GB of 5 GB left')
    expect(running?.textContent).toContain('24 days left')
    expect(running?.textContent).toContain('Running')
    expect(waiting?.textContent).toMatch(/Starts later.*Starts .*Ends /s)
    expect(waiting?.textContent, 'days count only once it runs').not.toContain('days left')
    expect(first?.textContent).toContain('Starts at first use')
    const over = within(card).getByText('Plans that are over (2)').closest('details')
    expect(over?.open).toBe(false)
    expect(within(over as HTMLElement).getAllByTestId('plan-on-sim')).toHaveLength(2)
    const bars = page.querySelectorAll('.bar')
    expect(bars.length, 'beside the words').toBeGreaterThan(2)
    for (const bar of bars) expect(bar.getAttribute('aria-hidden'), 'which say it all').toBe('true')
  })

  it('makes nothing up where the provider is silent, and says that there may be more', async () => {
    await opened('ugly')
    const card = await simCard()
    const says = within(card)
      .getAllByTestId('balance')
      .map((said) => said.textContent)
    expect(says).toContain('The eSIM provider does not say how much data is left.')
    expect(says).toContain('512 MB of 51,200 MB left')
    expect(says).toContain('33 % of the data left')
    expect(says).toContain('9.99 GB of 10 GB left')
    expect(card.textContent).toContain('Plan without a name')
    expect(card.textContent).toContain('There may be more plans')
    const unknown = within(card).getAllByText('Status unknown')[0]?.closest('.chip')
    expect(unknown?.classList.contains('runs'), 'what nobody knows is not good news').toBe(false)
  })

  it('has none for an order without a SIM, nor for one of another account', async () => {
    const { desk } = await openSell('orders')
    const other = orderIn(desk, ({ state }) => state === 'preparing')
    desk.openOrder(other.key)
    await screen.findByTestId('order-facts')
    await vi.dynamicImportSettled()
    expect(screen.queryByTestId('sim-card')).toBeNull()
  })
})

describe('while the page is open', () => {
  beforeEach(() => void vi.useFakeTimers({ shouldAdvanceTime: true }))
  afterEach(() => void vi.useRealTimers())

  it('the SIM is read again, and no more once it is left', async () => {
    const { fake, desk } = await opened()
    await simCard()
    expect(fake.asked.look).toBe(1)
    fake.plans = fake.plans.slice(0, 1)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(fake.asked.look, 'within the budget').toBe(2)
    expect(within(await simCard()).getAllByTestId('plan-on-sim')).toHaveLength(1)
    desk.navigation.go({ name: 'orders' })
    await vi.advanceTimersByTimeAsync(120_000)
    expect(fake.asked.look).toBe(2)
  })

  it('offline the last reading stays with its time, and the connection’s return reads anew', async () => {
    const { fake } = await opened()
    await simCard()
    fake.world.change({ service: { state: 'offline', since: new Date().toISOString() } })
    fake.esimTrouble = examples.not_sent
    await vi.advanceTimersByTimeAsync(30_000)
    const card = await simCard()
    expect(screen.getByTestId('sim-read-at').textContent).toContain('Not up to date: as of')
    expect(within(card).queryByTestId('failure'), 'the status line says it, once for all').toBeNull()
    expect(card.textContent).toContain('3.2 GB of 5 GB left')
    fake.esimTrouble = null
    fake.world.change({ service: { state: 'online' } })
    await vi.waitFor(() => expect(screen.getByTestId('sim-read-at').textContent).toContain('Checked at'))
    fake.esimTrouble = examples.service_trouble
    await vi.advanceTimersByTimeAsync(60_000)
    expect((await within(card).findByTestId('failure')).dataset['kind'], 'its own trouble').toBe(
      'service_trouble',
    )
  })

  it('what was never read is not shown as nothing', async () => {
    const { fake, desk } = await openSell('orders')
    fake.esimTrouble = examples.not_sent
    desk.openOrder(orderIn(desk, ({ state }) => state === 'ready').key)
    const card = await simCard()
    expect(screen.getByTestId('sim-read-at').textContent).toContain('Not checked yet')
    expect(card.textContent).not.toContain('No plan is running')
  })
})

describe('*Start now*', () => {
  it('is asked once and sent once; the other answer sends nothing', async () => {
    const { user, fake } = await opened()
    await simCard()
    await user.click(startButtons()[0] as HTMLElement)
    const dialog = await screen.findByRole('dialog', { name: 'Start this plan now?' })
    expect(dialog.textContent).toContain('Europe 1 GB, 7 days')
    expect(document.activeElement?.textContent, 'the answer that changes nothing').toBe('Cancel')
    await user.click(within(dialog).getByRole('button', { name: 'Cancel' }))
    expect(fake.asked.start).toBe(0)

    await user.click(startButtons()[0] as HTMLElement)
    await user.click(await screen.findByTestId('start-sure'))
    await vi.waitFor(() => expect(startButtons(), 'the other one still waits').toHaveLength(1))
    expect(fake.asked.start).toBe(1)
    expect(states()).toContain('active')
  })

  it.each([
    ['later', 'Sent. We are checking whether the plan has started …', 1],
    ['not', 'It was sent, but the plan is still waiting. You can try again.', 2],
  ] as const)('that shows %s is said', async (starts, said, left) => {
    const { user, fake } = await opened()
    fake.starts = starts
    await simCard()
    await user.click(startButtons()[0] as HTMLElement)
    await user.click(await screen.findByTestId('start-sure'))
    await screen.findByText(said)
    expect(startButtons(), 'offered again only where nothing came of it').toHaveLength(left)
  })

  it.each([
    ['refused', 'The eSIM provider did not start the plan'],
    ['not_sent', 'The plan was not started.'],
  ])('that is %s is told, and is offered again', async (kind, said) => {
    const { user } = await opened(`fail=startPlanNow:${kind}`)
    await simCard()
    await user.click(startButtons()[0] as HTMLElement)
    await user.click(await screen.findByTestId('start-sure'))
    await screen.findByText(said)
    expect(screen.queryByText('The order was refused'), 'nothing was ordered').toBeNull()
    expect(startButtons()).toHaveLength(2)
  })
})

describe('*Find an eSIM*', () => {
  const sold = ({ state }: OrderView) => state === 'ready'

  it.each([
    ['ICCID', (order: OrderView) => order.iccid],
    ['ICCID with spaces', (order: OrderView) => order.iccid?.replace(/(\d{4})/g, '$1 ')],
    ['e-mail', (order: OrderView) => order.customer?.email],
    ['order number', (order: OrderView) => order.orderId],
    ['reference', (order: OrderView) => order.reference],
  ])('finds what this desk sold by %s, and its SIM', async (_, key) => {
    const { user, desk } = await onFind()
    const order = orderIn(desk, sold)
    await user.type(screen.getByTestId('find-text'), `${key(order) ?? ''}{Enter}`)
    const rows = await screen.findAllByTestId('found-esim')
    expect(rows.some((row) => row.textContent.includes('Sold at this desk'))).toBe(true)
    const found = within(screen.getAllByRole('list', { name: 'eSIMs found' })[0] as HTMLElement)
    expect(found.getAllByTestId('order-row').length).toBeGreaterThan(0)
    if (rows.length === 1) await simCard()
  })

  it('shows what another desk sold without its code, and takes it in for its customer', async () => {
    const { user, page, desk } = await onFind()
    await user.type(screen.getByTestId('find-text'), 'guest@example.com')
    await user.click(screen.getByTestId('find'))
    const row = (await screen.findAllByTestId('found-esim')).find((one) =>
      one.textContent.includes('Not sold at this desk'),
    ) as HTMLElement
    await user.click(within(row).getByRole('button', { name: 'Show status and plans' }))
    await within(row).findByTestId('sim-card')
    expect(page.textContent, 'no code').not.toMatch(/LPA:|QR-FAKE/)
    const email = within(row).getByRole<HTMLInputElement>('textbox', { name: /E-mail of the customer/ })
    expect(email.value, 'it was found by it').toBe('guest@example.com')
    await user.click(within(row).getByRole('button', { name: 'Add to our orders' }))
    await vi.waitFor(() => expect(desk.navigation.screen.name).not.toBe('find'))
  })

  it('takes a number from a scanner that types on another layout', async () => {
    await onFind()
    const field = screen.getByTestId<HTMLInputElement>('find-text')
    await scannedInFrench(field, '8944471111111119500')
    await vi.waitFor(() => expect(field.value).toBe('8944471111111119500'))
  })

  it('tops up what another desk sold, whether its customer is known or not', async () => {
    const { user, desk } = await onFind()
    await user.type(screen.getByTestId('find-text'), '8944471111111119500{Enter}')
    const row = await screen.findByTestId('found-esim')
    await user.click(await within(row).findByTestId('top-up'))
    await screen.findByTestId('top-up-now')
    expect(desk.navigation.screen).toMatchObject({
      name: 'top_up',
      iccid: '8944471111111119500',
      found: null,
    })
  })

  it('brings back with Undo whose address was half typed, and goes on with it after a reload', async () => {
    const opened = await onFind()
    const { user, fake } = opened
    const found = '8944471111111119500'
    const look = async () => {
      await user.clear(screen.getByTestId('find-text'))
      await user.type(screen.getByTestId('find-text'), `${found}{Enter}`)
      return screen.findByTestId('adopt')
    }
    const email = (form: HTMLElement) => within(form).getByRole<HTMLInputElement>('textbox')
    await user.type(email(await look()), 'guest@exam')
    await user.keyboard('{Escape}')
    await vi.waitFor(() => expect(screen.queryByTestId('adopt')).toBeNull())
    opened.desk.navigation.go({ name: 'find', text: '' })
    await screen.findByTestId('find-text')
    const again = await look()
    expect(email(again).value, 'nothing unasked').toBe('')
    await user.click(within(again).getByTestId('undo'))
    expect(email(again).value).toBe('guest@exam')
    await vi.waitFor(() => expect(fake.left.typed).not.toMatch(/current\W+null/))

    const { user: person, fake: after, desk } = await reload(opened)
    const resumed = await screen.findByTestId('adopt')
    expect(email(resumed).value, 'found again, and as far as it was').toBe('guest@exam')
    await person.type(email(resumed), 'ple.com')
    await person.click(within(resumed).getByRole('button', { name: 'Add to our orders' }))
    await vi.waitFor(() => expect(desk.navigation.screen.name).toBe('order'))
    await vi.waitFor(() => expect(after.left.typed, 'nothing is kept of it').toBeNull())
  })

  it('says beside the field that an address is not the buyer’s', async () => {
    const { user } = await onFind()
    await user.type(screen.getByTestId('find-text'), '8944471111111119500{Enter}')
    const form = await screen.findByTestId('adopt')
    await user.type(within(form).getByRole('textbox'), 'somebody@else.example')
    await user.click(within(form).getByRole('button', { name: 'Add to our orders' }))
    await within(form).findByText('The eSIM provider has no such eSIM under this e-mail address.')
  })

  it.each([
    ['8944478600000205337', 'This account has no eSIM with this ICCID.'],
    ['nobody@hotel.example', 'Nothing was bought with this e-mail address.'],
    ['00000000-0000-4000-8000-00000000abcd', 'No order with this number.'],
    ['xyzzy', 'Nothing found in the orders of this desk.'],
  ])('says of %s that there is none', async (text, said) => {
    const { user } = await onFind()
    await user.type(screen.getByTestId('find-text'), `${text}{Enter}`)
    await vi.waitFor(() => expect(screen.getByTestId('find-said').textContent).toContain(said))
  })

  it.each([
    ['on_its_way', 'no eSIM for it yet'],
    ['completed', 'completed, but does not name its eSIM yet'],
    ['failed', 'says that it failed'],
  ] as const)('says of an order that is %s and has no eSIM that it is there', async (withoutEsim, said) => {
    const { user, fake } = await onFind()
    const find = fake.findEsims.bind(fake)
    fake.findEsims = async (text) => {
      const found = await find(text)
      return found.status === 'ok' ? { ...found, data: { ...found.data, withoutEsim } } : found
    }
    await user.type(screen.getByTestId('find-text'), '00000000-0000-4000-8000-00000000abcd{Enter}')
    await vi.waitFor(() => expect(screen.getByTestId('find-said').textContent).toContain(said))
  })

  it('offline says that only this desk was searched', async () => {
    const { user, fake } = await onFind()
    fake.esimTrouble = examples.not_sent
    await user.type(screen.getByTestId('find-text'), '8944478600000205337{Enter}')
    expect((await screen.findByTestId('failure')).textContent).toContain(
      'Only the orders of this desk were searched.',
    )
    expect(screen.getByTestId('find-said').textContent).toContain('could not be asked')
  })

  it('is reached from the list with what is typed there, and Esc leads back from an order', async () => {
    const { user, desk } = await openSell('orders')
    const order = orderIn(desk, sold)
    desk.navigation.go({ name: 'orders' })
    await user.type(await screen.findByTestId('orders-search'), `${order.reference}x`)
    await user.click(await screen.findByTestId('find-elsewhere'))
    const field = await screen.findByTestId<HTMLInputElement>('find-text')
    expect(field.value).toBe(`${order.reference}x`)
    await user.type(field, '{Backspace}{Enter}')
    await user.click(await screen.findByTestId('order-row'))
    await screen.findByTestId('order-facts')
    await user.keyboard('{Escape}')
    expect(desk.navigation.screen.name).toBe('find')
    expect((await screen.findByTestId<HTMLInputElement>('find-text')).value).toBe(order.reference)
    expect(screen.getAllByTestId('found-esim'), 'what was found is still there').toHaveLength(1)
    await user.keyboard('{Escape}')
    expect(desk.navigation.screen.name).toBe('orders')
  })
})

function states(): (string | undefined)[] {
  return screen.getAllByTestId('plan-on-sim').map((plan) => plan.dataset['state'])
}

function startButtons(): HTMLElement[] {
  return screen.queryAllByTestId('start-now')
}

async function simCard(): Promise<HTMLElement> {
  const card = await screen.findByTestId('sim-card')
  await within(card).findByTestId('sim-read-at')
  return card
}

function orderIn(desk: Window['desk'], is: (order: OrderView) => boolean): OrderView {
  const order = desk.snapshot.orders.find(is)
  if (!order) throw new Error('one of the orders is so')
  return order
}

async function opened(address = ''): Promise<Window> {
  const window = await openSell(`orders&${address}`)
  window.desk.openOrder(orderIn(window.desk, ({ state }) => state === 'ready').key)
  return window
}

async function onFind(): Promise<Window> {
  const window = await openSell('orders')
  window.desk.navigation.go({ name: 'find', text: '' })
  await screen.findByTestId('find-text')
  return window
}
