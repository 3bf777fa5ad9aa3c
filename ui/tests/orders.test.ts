import { screen, waitFor, within } from '@testing-library/svelte'
import { describe, expect, it, vi } from 'vitest'
import type { OrderState } from '../src/backend/bindings'
import { orderStates } from '../src/lib/order-states'
import { failure, openSell, reload, type Window } from './window'

async function openOrders(address = 'orders'): Promise<Window> {
  const opened = await openSell(address)
  await opened.user.click(screen.getByTestId('nav-orders'))
  await screen.findByRole('heading', { name: 'Orders' })
  await opened.user.click(screen.getByRole('button', { name: 'All days' }))
  return opened
}

function rows(): string[] {
  return screen.queryAllByTestId('order-row').map((row) => row.textContent.replaceAll(/\s+/g, ' ').trim())
}

describe('the list of orders', () => {
  it('says what to do when it is empty', async () => {
    await openOrders('')
    expect(await screen.findByText('No orders yet')).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Sell an eSIM' })).toBeTruthy()
  })

  it.each(['muller', 'MÜLLER', 'juergen.mueller@example.org'])('finds a customer by "%s"', async (text) => {
    const { user } = await openOrders()
    await user.type(screen.getByTestId('orders-search'), text)
    await waitFor(() => expect(rows().length).toBeLessThan(10))
    for (const row of rows())
      expect(row, 'nobody else’s order is in the way').toContain('Müller-Lüdenscheidt')
    expect(rows().length).toBeGreaterThan(0)
  })

  it('shows fifty at a time and more on request', async () => {
    const { user } = await openOrders('orders=120')
    await waitFor(() => expect(rows()).toHaveLength(50))
    await user.click(screen.getByRole('button', { name: 'Show more (70)' }))
    await waitFor(() => expect(rows()).toHaveLength(100))
  })

  it('shows nothing of before, once there is news, until it was read anew', async () => {
    const { fake, user, desk } = await openOrders('orders=5')
    await waitFor(() => expect(rows().length).toBeGreaterThan(0))
    await user.click(screen.getByTestId('nav-sell'))
    const [newest] = desk.snapshot.orders
    fake.world.change({ orders: desk.snapshot.orders.slice(1) })
    const read = fake.orders.bind(fake)
    let answer: (() => void) | undefined
    fake.orders = async (query) => {
      await new Promise<void>((go) => (answer = go))
      return read(query)
    }
    await user.click(screen.getByTestId('nav-orders'))
    await screen.findByRole('heading', { name: 'Orders' })
    expect(rows(), 'a press on the first row would open the one that was first').toEqual([])
    answer?.()
    await waitFor(() => expect(rows().length).toBeGreaterThan(0))
    expect(newest, 'there was one').toBeDefined()

    await user.click(screen.getByTestId('nav-sell'))
    await user.click(screen.getByTestId('nav-orders'))
    await screen.findByRole('heading', { name: 'Orders' })
    expect(rows().length, 'nothing new: it is there at once').toBeGreaterThan(0)
  })

  it('shows only those that need a person when asked to', async () => {
    const { user } = await openOrders()
    await user.click(screen.getByRole('button', { name: 'Needs attention' }))
    await waitFor(() => expect(rows()).toHaveLength(3))
    expect(rows().join(' ')).toMatch(/Failed.*Not confirmed.*On hold/)
  })

  it('closes a case with a verdict, asked twice, which is the word from then on', async () => {
    const { fake, user } = await openOrders()
    const settle = vi.spyOn(fake, 'settle')
    await user.click(screen.getByRole('button', { name: 'Needs attention' }))
    await waitFor(() => expect(rows()).toHaveLength(3))
    await user.click(screen.getAllByTestId('order-row')[0] as HTMLElement)
    const form = await screen.findByTestId('verdict')
    await user.click(within(form).getByText('Close this case'))
    await user.click(within(form).getByRole('button', { name: 'It was bought and refunded' }))
    expect(settle, 'one press closes nothing').not.toHaveBeenCalled()
    await user.click(screen.getByRole('button', { name: 'Close it' }))
    expect(settle.mock.calls[0]?.[1]).toBe('refunded')
    await waitFor(() => expect(screen.getByTestId('order-state').textContent).toContain('Refunded'))
    expect(screen.getByText('Correct this result'), 'a slip may be put right').toBeTruthy()
  })

  it('brings back with Undo who was typed beside a verdict, and goes on with it after a reload', async () => {
    const opened = await openOrders()
    const { fake, user, desk } = opened
    const order = desk.snapshot.orders.find((one) => one.mayBeClosed)
    const open = async (one: Window) => {
      one.desk.openOrder(order?.key ?? 0)
      return screen.findByTestId('verdict')
    }
    const by = (form: HTMLElement) => within(form).getByRole<HTMLInputElement>('textbox')
    const form = await open(opened)
    await user.click(within(form).getByText('Close this case'))
    await user.clear(by(form))
    await user.type(by(form), 'Anna Kel')
    await waitFor(() => expect(fake.left.typed).toContain('Anna Kel'))
    expect(fake.typedIn, 'a newer version waits for it').toBe('other')
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByTestId('verdict')).toBeNull())
    const again = await open(opened)
    expect(by(again).value, 'nothing unasked').not.toBe('Anna Kel')
    await user.click(screen.getByTestId('undo'))
    expect(by(again).value).toBe('Anna Kel')
    expect(again, 'in sight').toHaveProperty('open', true)
    await waitFor(() => expect(fake.left.typed).not.toMatch(/current\W+null/))

    const { desk: next, fake: after, user: person } = await reload(opened)
    const resumed = await screen.findByTestId('verdict')
    expect(next.navigation.screen, 'where it was').toEqual({ name: 'order', order: order?.key })
    expect(by(resumed).value).toBe('Anna Kel')
    await person.click(within(resumed).getByRole('button', { name: 'It was bought and refunded' }))
    await person.click(screen.getByRole('button', { name: 'Close it' }))
    await waitFor(() => expect(after.left.typed, 'it was said: nothing is kept').toBeNull())
  })

  it('keeps whose a lost order is that somebody began to type, beside who closes it', async () => {
    const opened = await openSell('orders')
    const { desk, fake, user } = opened
    const lost = desk.snapshot.orders.find((one) => one.recovery !== null)
    if (!lost?.recovery) throw new Error('the fake has a lost order')
    const asked = { ...lost, recovery: { ...lost.recovery, candidates: [], emailNeeded: true } }
    const ask = (one: Window) =>
      one.fake.world.change({
        orders: one.desk.snapshot.orders.map((known) => (known.key === lost.key ? asked : known)),
      })
    const email = async () =>
      within(await screen.findByTestId('recovery')).getByRole<HTMLInputElement>('textbox')
    ask(opened)
    desk.openOrder(lost.key)
    await user.type(await email(), 'guest@exam')
    await waitFor(() => expect(fake.left.typed).toContain('guest@exam'))
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByTestId('recovery')).toBeNull())
    desk.openOrder(lost.key)
    expect((await email()).value, 'nothing unasked').toBe('')
    await user.click(await screen.findByTestId('undo'))
    expect((await email()).value).toBe('guest@exam')
    await waitFor(() => expect(fake.left.typed).not.toMatch(/current\W+null/))

    const next = await reload(opened)
    ask(next)
    expect((await email()).value, 'as far as it was').toBe('guest@exam')
    expect(screen.queryByTestId('set-aside'), 'once').toBeNull()
    const search = vi.spyOn(next.fake, 'lookWithEmail')
    await next.user.type(await email(), 'ple.com{Enter}')
    await waitFor(() => expect(search).toHaveBeenCalledWith(lost.key, 'guest@example.com'))
    await waitFor(() => expect(next.fake.left.typed, 'it was said: nothing is kept').toBeNull())
  })

  it('says so when the book cannot be read, and reads it again on request', async () => {
    const { fake, user } = await openOrders('orders&fail=orders:book')
    await failure('book')
    const read = vi.spyOn(fake, 'orders')
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(read).toHaveBeenCalledTimes(1)
  })

  it('is saved as a table without customers unless they are asked for', async () => {
    const { fake, user } = await openOrders()
    const save = vi.spyOn(fake, 'saveDayTable')
    await user.click(await screen.findByRole('button', { name: 'Save as table' }))
    await user.click(await screen.findByRole('button', { name: 'Choose where to save' }))
    expect(await screen.findByText(/^Saved as .*\.csv$/)).toBeTruthy()
    expect(save.mock.calls[0]?.[0].withCustomers, 'personal data leaves only by a decision').toBe(false)
  })
})

describe('what only the service knows', () => {
  async function look(opened: Window): Promise<Window> {
    opened.desk.navigation.go({ name: 'orders' })
    await opened.user.click(await screen.findByRole('button', { name: 'Find missing eSIMs …' }))
    return opened
  }

  async function openUnclaimed(address = ''): Promise<Window> {
    return look(await openSell(`orders&${address}`))
  }

  it('opens for the customer who bought it and nobody else', async () => {
    const { user } = await openUnclaimed()
    const [first] = await screen.findAllByTestId('unmatched')
    await user.click(within(first as HTMLElement).getByRole('button', { name: 'This one' }))
    const email = await screen.findByLabelText('E-mail of the customer')
    await user.type(email, 'somebody@else.example{Enter}')
    await screen.findByText('The eSIM provider has no such eSIM under this e-mail address.')
    expect(screen.queryByTestId('qr'), 'no code for a stranger').toBeNull()
    await user.clear(email)
    await user.type(email, 'guest@example.com{Enter}')
    expect(await screen.findByTestId('qr')).toBeTruthy()
  })

  it('brings back with Undo the address that was half typed, also on the page that finds it after a reload', async () => {
    const opened = await openUnclaimed()
    const { user, fake } = opened
    const choose = async () => {
      const [first] = await screen.findAllByTestId('unmatched')
      await user.click(within(first as HTMLElement).getByRole('button', { name: 'This one' }))
      return screen.findByLabelText<HTMLInputElement>('E-mail of the customer')
    }
    await user.type(await choose(), 'guest@exam')
    await waitFor(() => expect(fake.left.typed).toContain('guest@exam'))
    await user.click(screen.getByRole('button', { name: 'Close' }))
    await look(opened)
    const email = await choose()
    expect(email.value, 'nothing unasked').toBe('')
    await user.click(screen.getByTestId('undo'))
    expect(email.value).toBe('guest@exam')
    await waitFor(() => expect(fake.left.typed).not.toMatch(/current\W+null/))

    const { user: person, fake: after, desk } = await reload(opened)
    const form = await screen.findByTestId('adopt')
    const resumed = within(form).getByRole<HTMLInputElement>('textbox')
    expect(resumed.value, 'as far as it was').toBe('guest@exam')
    await person.type(resumed, 'ple.com{Enter}')
    await waitFor(() => expect(desk.navigation.screen.name).toBe('order'))
    await waitFor(() => expect(after.left.typed, 'nothing is kept of it').toBeNull())
  })

  it('keeps nothing of an address that opened it', async () => {
    const { user, fake } = await openUnclaimed()
    const [first] = await screen.findAllByTestId('unmatched')
    await user.click(within(first as HTMLElement).getByRole('button', { name: 'This one' }))
    await user.type(await screen.findByLabelText('E-mail of the customer'), 'guest@example.com{Enter}')
    await screen.findByTestId('qr')
    await waitFor(() => expect(fake.left.typed).toBeNull())
  })

  it('has no way to the code of one without a SIM', async () => {
    await openUnclaimed()
    const row = (await screen.findAllByTestId('unmatched')).find((one) =>
      one.textContent.includes('No SIM yet'),
    )
    expect(within(row as HTMLElement).queryByRole('button')).toBeNull()
  })

  it('says that there is nothing, or why that is not known', async () => {
    const opened = await openSell('orders')
    vi.spyOn(opened.fake, 'unmatchedSales').mockResolvedValue({
      status: 'ok',
      data: { sales: [], inPart: false, backTo: null },
    })
    const { user } = await look(opened)
    await screen.findByText('Nothing is missing.')
    await user.click(screen.getByRole('button', { name: 'Close' }))
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('says where not all could be looked at, and leads to another way', async () => {
    const opened = await openSell('orders')
    vi.spyOn(opened.fake, 'unmatchedSales').mockResolvedValue({
      status: 'ok',
      data: { sales: [], inPart: true, backTo: '2026-11-20T10:00:00Z' },
    })
    const { user, desk } = await look(opened)
    await screen.findByText('Nothing is missing in the part that was searched.')
    expect(screen.queryByText('Nothing is missing.'), 'nobody knows that').toBeNull()
    await screen.findByText(/^What was sold before .* was not searched/)
    const dialog = within(screen.getByRole('dialog'))
    await user.click(dialog.getByRole('button', { name: 'Find an eSIM' }))
    expect(desk.navigation.screen.name).toBe('find')
  })

  it('can be asked again after a failure', async () => {
    await openUnclaimed('fail=unmatchedSales:not_sent')
    await failure('not_sent')
  })

  it('is offered where a damaged book lost orders', async () => {
    const { user } = await openSell('repaired')
    await user.click(await screen.findByRole('button', { name: 'Find missing eSIMs' }))
    expect(await screen.findAllByTestId('unmatched')).not.toHaveLength(0)
  })
})

describe('an order that came to an end', () => {
  const ended = (Object.keys(orderStates) as OrderState[]).filter(
    (state) => !orderStates[state].open && state !== 'ready',
  )

  it.each(ended)('as %s says what happened and gives a reference to copy', async (state) => {
    const { user, desk, fake } = await openSell('orders')
    const order = desk.snapshot.orders.find((candidate) => candidate.state === state)
    desk.openOrder(order?.key ?? 0)
    const [copy] = await screen.findAllByRole('button', { name: 'Copy the reference' })
    await user.click(copy as HTMLElement)
    await screen.findByText('Copied')
    expect(fake.clipboard, 'support can find the order by it').toBe(order?.reference)
    expect(screen.getByTestId('order-state').dataset['state']).toBe(state)
  })

  it('stays on screen when it leaves the snapshots, as the book has it', async () => {
    const { desk, fake } = await openSell('orders')
    const order = desk.snapshot.orders.find(({ state }) => state === 'failed')
    if (!order) throw new Error('the fake has one that failed')
    desk.openOrder(order.key)
    await screen.findByTestId('order-state')
    const asked = vi
      .spyOn(fake, 'order')
      .mockResolvedValue({ status: 'ok', data: { ...order, state: 'settled' } })
    fake.world.change({ orders: fake.world.snapshot.orders.filter(({ key }) => key !== order.key) })
    await waitFor(() => expect(screen.getByTestId('order-state').dataset['state']).toBe('settled'))
    expect(asked).toHaveBeenCalledWith(order.key)
  })

  it('that is closed is named by what a person found out, to a screen reader, too', async () => {
    const { fake, user } = await openSell('orders')
    const orders = fake.world.snapshot.orders.map((one) =>
      one.state === 'settled' ? { ...one, verdict: 'handed_over' as const } : one,
    )
    fake.world.change({ orders })
    await user.click(screen.getByTestId('nav-orders'))
    const rows = await screen.findAllByTestId('order-row')
    const names = rows.map((row) => row.getAttribute('aria-label') ?? '')
    expect(names.filter((name) => name.endsWith('Bought, handed over'))).toHaveLength(1)
  })

  it('unconfirmed is filled in again where the provider wants to know more by now', async () => {
    const { desk, fake, user } = await openSell('orders&price_needed')
    const lost = desk.snapshot.orders.find(({ state, customer }) => state === 'unconfirmed' && customer)
    if (!lost?.recovery) throw new Error('the fake has one')
    const recovery = { ...lost.recovery, candidates: [], nothingFound: true }
    const orders = desk.snapshot.orders.map((one) => (one.key === lost.key ? { ...one, recovery } : one))
    fake.world.change({ orders })
    fake.placeAgain = () =>
      Promise.resolve({
        status: 'error',
        error: { kind: 'fields', problems: [{ field: 'guest_pays', problem: { kind: 'empty' } }] },
      })
    desk.openOrder(lost.key)
    await user.click(await screen.findByTestId('order-again'))
    const asked = await screen.findByRole('dialog')
    await user.click(within(asked).getAllByRole('button')[1] as HTMLElement)
    const fill = await screen.findByTestId('fill-again')
    expect(screen.getByTestId('recovery').textContent).toContain('wants to know what the guest pays')
    expect(screen.queryByTestId('order-again'), 'as it was it is refused').toBeNull()
    await user.click(fill)
    expect((await screen.findByTestId<HTMLInputElement>('email')).value).toBe(lost.customer?.email)
    expect(desk.sale.draft(lost.plan, true).insteadOf, 'what is bought with it stands in its place').toBe(
      lost.key,
    )
    desk.sale.goOnWith(desk.sale.left() ?? '')
    expect(desk.sale.insteadOf, 'also on a page that begins anew').toBe(lost.key)
    desk.sale.clear()
    expect(desk.sale.insteadOf, 'and not for the next guest').toBeNull()
  })

  it('unconfirmed offers nothing that could buy it a second time', async () => {
    const { desk } = await openSell('orders')
    const order = desk.snapshot.orders.find(({ state }) => state === 'unconfirmed')
    desk.openOrder(order?.key ?? 0)
    await screen.findByText('We do not know yet whether this was bought')
    expect(screen.queryByRole('button', { name: 'Back to the sale' })).toBeNull()
    await screen.findByText('The eSIM provider did not answer')
    expect(screen.queryByText(/try again/i), 'nor a word that asks for it').toBeNull()
  })
})

describe('onScreen over', () => {
  async function openReady(address: string): Promise<Window> {
    const opened = await openSell(`orders&${address}`)
    const ready = opened.desk.snapshot.orders.find(({ state }) => state === 'ready')
    opened.desk.navigation.go({ name: 'hand_over', order: ready?.key ?? 0 })
    return opened
  }

  it.each(['incomplete', 'invalid', 'disagree', 'picture_wrong', 'claimed_twice'])(
    'withholds a code that is %s, and shows no picture',
    async (doubt) => {
      await openReady(`doubt=${doubt}`)
      expect(await screen.findByText('Don’t give this to the customer yet')).toBeTruthy()
      expect(screen.queryByTestId('qr'), 'a wrong code would reach a phone').toBeNull()
    },
  )

  it('gives support both codes when they disagree', async () => {
    await openReady('doubt=disagree')
    const told = (await screen.findByText('Don’t give this to the customer yet')).closest('[role="alert"]')
    expect(told?.textContent).toMatch(/QR-ONE.*QR-TWO/s)
  })

  it('keeps the code on screen when copying fails, and says what to do instead', async () => {
    const { user } = await openReady('fail=copy:clipboard')
    await screen.findByTestId('qr')
    await user.click(screen.getByTestId('copy-code'))
    await failure('clipboard')
    expect(screen.getByTestId('qr'), 'the customer still scans').toBeTruthy()
  })

  it('tells the staff when the eSIM is not quite what was sold', async () => {
    const { desk } = await openSell('not_as_sold')
    desk.catalogue.plans.slice(0, 1).forEach((plan) => desk.sale.choose(plan))
    desk.sale.email = 'guest@example.com'
    const key = await desk.sale.place()
    desk.openOrder(key ?? 0)
    await screen.findByTestId('qr')
    expect(screen.getByText(/differs from what you sold/), 'before the customer leaves').toBeTruthy()
  })

  it('speaks the guest’s language without changing the staff’s', async () => {
    const { user } = await openReady('')
    await screen.findByTestId('qr')
    await user.click(await screen.findByRole('button', { name: 'Deutsch' }))
    await user.click(await screen.findByRole('radio', { name: 'Samsung' }))
    expect(await screen.findByText('SIM-Manager'), 'the guest reads German').toBeTruthy()
    expect(screen.getByTestId('done').textContent, 'the staff read English').toContain('Done, next customer')
  })
})
