import { screen, waitFor, within } from '@testing-library/svelte'
import { describe, expect, it, vi } from 'vitest'
import type { DaySums, Plan } from '../src/backend/bindings'
import { spanOf, writtenDay, writtenMonth } from '../src/lib/days'
import { planLineNames } from '../src/lib/plan-lines'
import type { PlanWords } from '../src/lib/plans'
import { failure, openSell, type Window } from './window'

async function openDays(address = 'orders=12'): Promise<Window> {
  const opened = await openSell(address)
  await opened.user.click(screen.getByTestId('nav-orders'))
  await opened.user.click(await screen.findByTestId('days'))
  await screen.findByRole('heading', { name: 'Day and month', level: 1 })
  await opened.user.click(await screen.findByRole('button', { name: '30 days' }))
  return opened
}

const anyPlan: Plan = {
  ...{ id: '', name: '', footprint: 'EU', data: { kind: 'unknown' }, megabytes: null, duration: null },
  ...{ days: null, price: null, pricePerGb: null, pricePerDay: null, favourite: false },
}

function text(testid: string): string {
  return screen.getByTestId(testid).textContent.replaceAll(/\s+/g, ' ').trim()
}

describe('the days that may be asked for', () => {
  it.each([
    ['today', '2026-03-29', '2026-03-29'],
    ['this_month', '2026-03-01', '2026-03-29'],
    ['last_month', '2026-02-01', '2026-02-28'],
    ['thirty', '2026-02-28', '2026-03-29'],
    ['this_year', '2026-01-01', '2026-03-29'],
  ] as const)('%s is from %s to %s', (period, from, to) => {
    // The clock changed that night: days are counted by the calendar, not in hours.
    expect(spanOf(period, new Date(2026, 2, 29, 3, 30))).toEqual({ from, to })
  })

  it('begin and end in another year where they have to', () => {
    expect(spanOf('last_month', new Date(2026, 0, 31))).toEqual({ from: '2025-12-01', to: '2025-12-31' })
    expect(spanOf('thirty', new Date(2026, 0, 5))).toEqual({ from: '2025-12-07', to: '2026-01-05' })
  })

  it('are written as days of the calendar, wherever the computer stands', () => {
    expect(writtenDay('2026-11-28', 'en-GB')).toMatch(/28 Nov 2026/)
    expect(writtenMonth('2026-11', 'de')).toBe('November 2026')
    expect(writtenDay('Kim', 'de'), 'what is no day stays as it is').toBe('Kim')
  })
})

describe('plans of one name', () => {
  const plan = (id: string, price: string): Plan => ({
    ...anyPlan,
    id,
    name: 'Europe',
    price: { amount: price, currency: 'EUR' },
  })
  const told = (data: string, price: string): PlanWords => ({
    ...{ place: 'Europe', data, duration: '30 days', price, perGb: '', perDay: '', detail: '' },
  })

  it('are told apart by what they are, and the others keep their name', () => {
    const words = new Map([
      ['a', told('1 GB', '€5')],
      ['b', told('5 GB', '€9')],
      ['c', told('5 GB', '€8')],
      ['d', told('5 GB', '€8')],
    ])
    const lines = [...words.keys()].map((id) => ({ name: 'Europe', plan: plan(id, '5') }))
    const names = planLineNames(
      [...lines, { name: 'Asia', plan: plan('e', '5') }, { name: null, plan: plan('f', '5') }],
      ({ id }) => words.get(id) ?? told('', ''),
      'No name',
    )
    expect(names).toEqual([
      'Europe, 1 GB, 30 days',
      'Europe, 5 GB, 30 days, €9',
      'Europe, 5 GB, 30 days, €8, c',
      'Europe, 5 GB, 30 days, €8, d',
      'Asia',
      'No name',
    ])
  })
})

describe('what a day came to', () => {
  it('has apart what is not known and what the amounts lack', async () => {
    const { user, fake } = await openSell('orders')
    const money = (amount: string) => [{ amount, currency: 'EUR' }]
    const page = await fake.orders({ text: '', heading: 'all', day: null, withOpen: false, offset: 0 })
    if (page.status === 'error') throw new Error('the fake has orders')
    const day: DaySums = {
      ...{ sold: 2, charged: money('25'), guestsPay: money('40') },
      ...{ refunded: 0, credited: [], guestsGetBack: [] },
      ...{ unknown: 1, perhapsCharged: money('12.50'), guestsPerhapsPay: money('20'), unpriced: 1 },
    }
    vi.spyOn(fake, 'orders').mockResolvedValue({ status: 'ok', data: { ...page.data, day } })
    await user.click(screen.getByTestId('nav-orders'))
    await waitFor(() => expect(text('day-unknown')).toBe('1 order not known yet'))
    expect(text('day-sums')).toMatch(
      /2 orders bought.*€40.*€25.*1 order not known yet.*€20.*Perhaps charged: €12.50.*1 without a known price/,
    )
  })
})

describe('what the days came to', () => {
  it('is one press from the orders, and Escape leads back there', async () => {
    const { user, desk } = await openDays()
    expect(screen.getByTestId('nav-orders').getAttribute('aria-current'), 'still among the orders').toBe(
      'page',
    )
    await user.keyboard('{Escape}')
    expect(desk.navigation.screen.name).toBe('orders')
  })

  it('counts what is not known apart and names each such order', async () => {
    const { user } = await openDays()
    await waitFor(() => expect(screen.getByTestId('days-sold').textContent).not.toBe(''))
    const unknown = Number(text('days-unknown'))
    expect(unknown, 'the fake has orders in every state').toBeGreaterThan(0)
    const named = within(screen.getByTestId('days-unknown-orders')).getAllByTestId('order-row')
    expect(named).toHaveLength(unknown)
    await user.click(named[0] as HTMLElement)
    expect(await screen.findByTestId('order-facts'), 'it opens').toBeTruthy()
  })

  it('has its days and what was compared again for whoever comes back from an order', async () => {
    const { fake, user } = await openDays()
    await user.click(await screen.findByTestId('compare'))
    await screen.findByTestId('compared')
    const compare = vi.spyOn(fake, 'compareDays')
    const named = within(screen.getByTestId('days-unknown-orders')).getAllByTestId('order-row')
    await user.click(named[0] as HTMLElement)
    await screen.findByTestId('order-facts')
    await user.keyboard('{Escape}')
    const chosen = await screen.findByRole('button', { name: '30 days' })
    expect(chosen.getAttribute('aria-pressed')).toBe('true')
    expect(screen.getByTestId('compared')).toBeTruthy()
    expect(compare, 'which may have taken minutes').not.toHaveBeenCalled()
    await user.click(screen.getByTestId('nav-orders'))
    await user.click(await screen.findByTestId('days'))
    expect(
      (await screen.findByRole('button', { name: 'This month' })).getAttribute('aria-pressed'),
      'from the orders it begins anew',
    ).toBe('true')
  })

  it('says how many of the sales were top-ups', async () => {
    const opened = await openSell('orders=2')
    const answer = await opened.fake.days({ from: '2026-11-01', to: '2026-11-30', by: 'month' })
    if (answer.status === 'error') throw new Error('the fake adds up')
    const total = { ...answer.data.total, sold: 5, topUps: 2 }
    vi.spyOn(opened.fake, 'days').mockResolvedValue({ status: 'ok', data: { ...answer.data, total } })
    opened.desk.navigation.go({ name: 'days', kept: null })
    await screen.findByTestId('days-sold')
    expect(text('days-top-ups')).toBe('Top-ups among them: 2')
  })

  it('is shown by day, month, seller and plan', async () => {
    const { fake, user } = await openDays()
    const asked = vi.spyOn(fake, 'days')
    for (const [name, by] of [
      ['Month', 'month'],
      ['Seller', 'staff'],
      ['Plan', 'plan'],
      ['Day', 'day'],
    ] as const) {
      await user.click(screen.getByRole('button', { name }))
      expect(asked.mock.lastCall?.[0].by).toBe(by)
      const table = await screen.findByRole('table', { name: 'The sums, line by line' })
      await waitFor(() => expect(within(table).getAllByRole('columnheader')[0]?.textContent).toBe(name))
      const [, row] = within(table).getAllByRole('row')
      expect(within(row as HTMLElement).getAllByRole('cell'), 'each number has its cell').toHaveLength(5)
    }
  })

  it('never shows lines of one kind under the heading of another', async () => {
    const { fake, user } = await openDays()
    await user.click(screen.getByRole('button', { name: 'Plan' }))
    const table = await screen.findByRole('table', { name: 'The sums, line by line' })
    await waitFor(() => expect(within(table).getAllByRole('columnheader')[0]?.textContent).toBe('Plan'))
    vi.spyOn(fake, 'days').mockReturnValue(new Promise(() => undefined))
    await user.click(screen.getByRole('button', { name: 'Day' }))
    expect(within(table).getAllByRole('columnheader')[0]?.textContent, 'the answer is not there yet').toBe(
      'Plan',
    )
  })

  it('keeps amounts of two currencies apart, and says what came back and what is not known', async () => {
    const opened = await openSell('orders=2')
    const answer = await opened.fake.days({ from: '2026-11-01', to: '2026-11-30', by: 'month' })
    if (answer.status === 'error') throw new Error('the fake adds up')
    const money = (amount: string, currency: string) => ({ amount, currency })
    const total = {
      ...answer.data.total,
      charged: [money('12.5', 'EUR'), money('3', 'GBP')],
      chargedBack: [money('1.25', 'EUR')],
      perhapsCharged: [money('7', 'USD')],
      unpriced: 2,
    }
    vi.spyOn(opened.fake, 'days').mockResolvedValue({ status: 'ok', data: { ...answer.data, total } })
    opened.desk.navigation.go({ name: 'days', kept: null })
    await screen.findByTestId('days-charged')
    const lines = [...screen.getByTestId('days-charged').children]
    expect(
      lines.map((line) => line.textContent),
      'a line for each, and nothing that looks like adding them',
    ).toEqual(['€12.50', '£3.00', 'refunded: €1.25', 'not known yet: US$7.00'])
    expect(text('days-unpriced')).toContain('2 orders have no known price')
  })

  it('has the picture’s numbers as a table, and its sense in a sentence', async () => {
    await openDays()
    const picture = await screen.findByTestId('days-picture')
    expect(picture.getAttribute('role')).toBe('img')
    const told = picture.getAttribute('aria-label')
    expect(told).toMatch(/sold in 30 days|Nothing was sold/)
    expect(told, 'the other bars too').toContain(`Not known yet: ${text('days-unknown')}.`)
    const rows = within(screen.getByTestId('days-numbers')).getAllByRole('row', { hidden: true })
    expect(rows, 'thirty days and their heading').toHaveLength(31)
  })

  it('is asked for other days', async () => {
    const { fake, user } = await openDays()
    await user.click(screen.getByRole('button', { name: 'Other days' }))
    const asked = vi.spyOn(fake, 'days')
    const from = screen.getByLabelText<HTMLInputElement>('From')
    from.value = '2025-12-24'
    from.dispatchEvent(new Event('change', { bubbles: true }))
    expect(asked.mock.lastCall?.[0].from).toBe('2025-12-24')
  })

  it('is saved as a table with its headings in words', async () => {
    const { fake, user } = await openDays()
    const save = vi.spyOn(fake, 'saveSumsTable')
    await user.click(await screen.findByTestId('days-save'))
    expect(await screen.findByText(/^Saved as .*\.csv$/)).toBeTruthy()
    expect(save.mock.lastCall?.[0].words['charged_back']).toBe('Back to our account')
    expect(save.mock.lastCall?.[0].words).toMatchObject({ unit_day: 'day', unit_months: 'months' })
  })

  it('says so when the book cannot be read, and reads it again on request', async () => {
    const { fake, user } = await openDays('orders=3&fail=days:book')
    await failure('book')
    const read = vi.spyOn(fake, 'days')
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(read).toHaveBeenCalledTimes(1)
  })
})

describe('what the provider counts', () => {
  it('stands beside the book, each difference by its name, with what was not seen', async () => {
    const { user } = await openDays()
    await user.click(await screen.findByTestId('compare'))
    const kinds = (await screen.findAllByTestId('difference')).map((one) => one.dataset['kind'])
    expect(kinds).toEqual(['only_provider', 'unknown_missing'])
    expect(text('not-compared')).toContain('1 entry of the list without a date.')
    expect(text('compared')).toMatch(/The eSIM provider lists \d+ *Our orders say sold \d+ *Both have \d+/)
  })

  it('can be stopped while it reads, and says that nothing was compared', async () => {
    const { fake, user } = await openDays()
    let end: (answer: { status: 'ok'; data: null }) => void = () => undefined
    vi.spyOn(fake, 'compareDays').mockImplementation((_, heard) => {
      heard({ seen: 40, of: 120 })
      return new Promise((done) => (end = done))
    })
    const stop = vi.spyOn(fake, 'stopComparing').mockImplementation(async () => {
      end({ status: 'ok', data: null })
      return Promise.resolve({ status: 'ok', data: null })
    })
    await user.click(await screen.findByTestId('compare'))
    expect(await screen.findByText('40 of at most 120 loaded')).toBeTruthy()
    await user.click(screen.getByTestId('compare-stop'))
    expect(stop).toHaveBeenCalledTimes(1)
    expect((await screen.findAllByText('Stopped. Nothing was compared.')).length).toBeGreaterThan(0)
    expect(screen.queryByTestId('compared')).toBeNull()
  })

  it('is stopped when nobody looks any more, and forgotten when other days are chosen', async () => {
    const { fake, user, desk } = await openDays()
    await user.click(await screen.findByTestId('compare'))
    await screen.findByTestId('compared')
    await user.click(screen.getByRole('button', { name: 'Today' }))
    expect(screen.queryByTestId('compared'), 'these were other days').toBeNull()
    vi.spyOn(fake, 'compareDays').mockReturnValue(new Promise(() => undefined))
    const stop = vi.spyOn(fake, 'stopComparing')
    await user.click(screen.getByTestId('compare'))
    desk.navigation.go({ name: 'sell' })
    await waitFor(() => expect(stop).toHaveBeenCalled())
  })

  it('says why it cannot be read, and asks again on request', async () => {
    const { user } = await openDays('orders=3&fail=compareDays:service_trouble')
    await user.click(await screen.findByTestId('compare'))
    expect(await screen.findByTestId('failure')).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy()
  })
})
