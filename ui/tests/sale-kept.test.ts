import { cleanup, screen, waitFor, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { buyButton, choosePlan, fillIn, open, openSell, type Window } from './window'

const email = () => screen.getByTestId<HTMLInputElement>('email').value

/** A code is ready, and the next guest is half typed. */
async function halfTypedWithACode(): Promise<Window & { key: number }> {
  const opened = await openSell('orders')
  const ready = opened.desk.snapshot.orders.find(({ state }) => state === 'ready')
  await choosePlan(opened.user, 'Japan')
  await opened.user.type(screen.getByTestId('email'), 'next@example.com')
  opened.desk.navigation.go({ name: 'hand_over', order: ready?.key ?? 0 })
  await screen.findByTestId('qr')
  return { ...opened, key: ready?.key ?? 0 }
}

/** The program begins anew: nothing is known yet of any eSIM, and somebody looks at Sell. */
async function waitingAfterARestart({ user, desk }: Window): Promise<HTMLElement> {
  desk.sims.asked.clear()
  desk.navigation.go({ name: 'settings' })
  await screen.findByRole('heading', { name: 'Settings' })
  await user.click(screen.getByTestId('nav-sell'))
  return screen.findByTestId('not-installed')
}

describe('a sale that is half typed', () => {
  it('is still there after a code was handed over with Done', async () => {
    const { user } = await halfTypedWithACode()
    await user.click(screen.getByTestId('done'))
    await screen.findAllByTestId('plan-row')
    expect(email(), 'the next guest need not be asked again').toBe('next@example.com')
    expect(buyButton().textContent).toContain('Japan')
  })

  it('is still there after a code was handed over with Esc', async () => {
    const { user } = await halfTypedWithACode()
    await user.keyboard('{Escape}')
    await screen.findAllByTestId('plan-row')
    expect(email()).toBe('next@example.com')
  })

  it('comes back with one press after Ctrl N, under the same name', async () => {
    const { user, desk } = await openSell()
    await fillIn(user, 'guest@example.com')
    const draft = desk.sale.plan && desk.sale.draft(desk.sale.plan, false)
    await user.keyboard('{Control>}n{/Control}')
    await waitFor(() => expect(email(), 'a new sale begins empty').toBe(''))
    expect((await screen.findByTestId('set-aside')).textContent, 'whose it was').toContain(
      'guest@example.com',
    )
    await user.click(screen.getByTestId('undo'))
    await waitFor(() => expect(email()).toBe('guest@example.com'))
    expect(desk.sale.plan && desk.sale.draft(desk.sale.plan, false), 'it is the same sale').toEqual(draft)
    expect(screen.queryByTestId('set-aside'), 'nothing else is set aside').toBeNull()
  })

  it('changes places with what was typed meanwhile', async () => {
    const { user } = await openSell()
    await fillIn(user, 'first@example.com')
    await user.keyboard('{Control>}n{/Control}')
    await fillIn(user, 'second@example.com')
    await user.click(screen.getByTestId('undo'))
    await waitFor(() => expect(email()).toBe('first@example.com'))
    expect(screen.getByTestId('set-aside').textContent, 'the second is not lost for it').toContain(
      'second@example.com',
    )
  })

  it('survives a reload, and so does what was set aside', async () => {
    const first = await openSell()
    await fillIn(first.user, 'first@example.com')
    await first.user.keyboard('{Control>}n{/Control}')
    await first.user.type(screen.getByTestId('email'), 'second@example.com')
    await waitFor(() => expect(first.fake.left.typed).toContain('second@example.com'))
    const second = await open('account=signed_in', first.fake)
    await waitFor(() => expect(second.desk.sale.email).toBe('second@example.com'))
    second.desk.sale.undo()
    expect(second.desk.sale.email).toBe('first@example.com')
  })

  it('survives a reload behind a code that comes back', async () => {
    const { fake, key } = await halfTypedWithACode()
    await waitFor(() => expect(fake.left.typed).toContain('next@example.com'))
    expect(fake.world.snapshot.onScreen?.order, 'the code is still up').toBe(key)
    cleanup()
    const { user } = await open('account=signed_in', fake)
    await user.click(await screen.findByTestId('done'))
    await screen.findAllByTestId('plan-row')
    expect(email(), 'the next guest need not be asked again').toBe('next@example.com')
  })

  it('makes room for an order that bought nothing, and comes back after it', async () => {
    const { user, desk } = await openSell('end=refused')
    await fillIn(user, 'refused@example.com')
    await user.click(buyButton())
    await screen.findByText('The eSIM provider refused the order')
    desk.toSell()
    await user.type(await screen.findByTestId('email'), 'next@example.com')
    desk.navigation.go({ name: 'order', order: desk.snapshot.orders[0]?.key ?? 0 })
    await user.click(await screen.findByRole('button', { name: 'Back to the sale' }))
    await waitFor(() => expect(email()).toBe('refused@example.com'))
    await user.click(screen.getByTestId('undo'))
    await waitFor(() => expect(email()).toBe('next@example.com'))
  })

  it('is dropped where the staff say so, and gone with the account', async () => {
    const { user, desk, fake } = await openSell()
    await fillIn(user, 'guest@example.com')
    await user.keyboard('{Control>}n{/Control}')
    await user.click(await screen.findByRole('button', { name: 'Drop what was set aside' }))
    expect(screen.queryByTestId('set-aside')).toBeNull()
    await waitFor(() => expect(fake.left.typed, 'nobody keeps it').toBeNull())
    await fillIn(user, 'other@example.com')
    await user.keyboard('{Control>}n{/Control}')
    await fake.startDemo()
    await waitFor(() => expect(desk.sale.aside, 'another account is another counter').toEqual([]))
  })
})

describe('another one for the same guest', () => {
  it('begins with who it is and nothing of the phone, and is a sale of its own', async () => {
    const { user, desk, fake } = await openSell()
    await fillIn(user, 'guest@example.com')
    await user.type(screen.getByLabelText(/First name/), 'Ana')
    await user.click(screen.getByRole('radio', { name: 'Samsung' }))
    await user.click(buyButton())
    await screen.findByTestId('qr')
    await user.click(await screen.findByTestId('sell-another'))
    await screen.findAllByTestId('plan-row')
    expect(email()).toBe('guest@example.com')
    expect(screen.getByLabelText<HTMLInputElement>(/First name/).value).toBe('Ana')
    expect(desk.sale.phone, 'it may be for another phone').toBeNull()
    expect(fake.world.snapshot.onScreen, 'the code is no longer up').toBeNull()
    await choosePlan(user, 'Japan')
    await user.click(buyButton())
    await screen.findByTestId('qr')
    expect(fake.world.snapshot.orders.map(({ plan }) => plan.name)).toEqual(['Japan 3 GB', 'World Explorer'])
  })

  it('sets aside what was half typed', async () => {
    const { user } = await halfTypedWithACode()
    await user.click(await screen.findByTestId('sell-another'))
    expect((await screen.findByTestId('set-aside')).textContent).toContain('next@example.com')
  })
})

describe('guests whose eSIM is not installed', () => {
  it('stay in sight until a phone has it, one press from their code', async () => {
    const { user, desk } = await openSell()
    await fillIn(user, 'guest@example.com')
    await user.click(buyButton())
    await screen.findByTestId('qr')
    await user.click(screen.getByTestId('done'))
    const waiting = await screen.findByTestId('not-installed')
    await user.click(within(waiting).getByRole('button', { name: /guest@example\.com/ }))
    await screen.findByTestId('qr')
    await user.click(screen.getByTestId('done'))
    await screen.findByTestId('not-installed')
    const [order] = desk.snapshot.orders
    desk.sims.note(order?.key ?? 0, 'installed')
    await waitFor(() => expect(screen.queryByTestId('not-installed')).toBeNull())
  })

  it('are asked for one after the other, and not again at once', async () => {
    const { user, desk, fake } = await openSell('orders=40')
    const asked: number[] = []
    const sim = fake.sim.bind(fake)
    let under = 0
    fake.sim = async (key) => {
      asked.push(key)
      expect(++under, 'one at a time').toBe(1)
      const answer = await sim(key)
      under--
      return answer
    }
    desk.sims.asked.clear()
    desk.sims.seen = new Map()
    desk.navigation.go({ name: 'settings' })
    await screen.findByRole('heading', { name: 'Settings' })
    await user.click(screen.getByTestId('nav-sell'))
    await waitFor(() => expect(asked.length).toBeGreaterThan(1))
    await screen.findByTestId('not-installed')
    desk.navigation.go({ name: 'settings' })
    await screen.findByRole('heading', { name: 'Settings' })
    const before = asked.length
    await user.click(screen.getByTestId('nav-sell'))
    await screen.findByTestId('not-installed')
    expect(asked.length, 'whoever goes to and fro asks nothing anew').toBe(before)
    expect(new Set(asked).size, 'each once').toBe(asked.length)
    expect(asked.length, 'a few at a time').toBeLessThanOrEqual(5)
  })

  it('stay in sight however many were sold after them', async () => {
    const { desk } = await openSell('orders')
    const sold = desk.snapshot.orders.find(({ state }) => state === 'ready')
    if (!sold?.customer) throw new Error('the fake has one that is ready')
    const customer = { ...sold.customer, firstName: '', lastName: '' }
    const orders = [907, 906, 905, 904, 903, 902, 901].map((key) => ({
      ...sold,
      key,
      createdAt: new Date().toISOString(),
      customer: { ...customer, email: `guest${key}@example.com` },
    }))
    desk.snapshot = { ...desk.snapshot, orders }
    for (const { key } of orders) desk.sims.note(key, key === 901 ? 'released' : 'installed')
    const waiting = await screen.findByTestId('not-installed')
    expect(waiting.textContent).toContain('guest901@example.com')
    expect(waiting.textContent, 'whoever has it on a phone').not.toContain('guest907@example.com')
  })

  it('stay in sight after a restart, which knows them from the book', async () => {
    const window = await openSell('orders')
    const { desk, fake } = window
    const sold = desk.snapshot.orders.find(({ state }) => state === 'ready')
    if (!sold) throw new Error('the fake has one that is ready')
    const customer = { email: 'yesterday@example.com', firstName: '', lastName: '', residence: null }
    const earlier = {
      ...sold,
      key: 999,
      createdAt: new Date().toISOString(),
      customer: { ...sold.customer, ...customer },
    }
    const page = { orders: [earlier as typeof sold], total: 1, customersReady: true, day: null }
    fake.orders = () => Promise.resolve({ status: 'ok', data: page })
    fake.sim = () => Promise.resolve({ status: 'ok', data: 'released' })
    const waiting = await waitingAfterARestart(window)
    await within(waiting).findByRole('button', { name: /yesterday@example\.com/ })
  })

  it('stay in sight after a restart, however large the group that was bought since', async () => {
    const window = await openSell('orders')
    const { desk, fake } = window
    const sold = desk.snapshot.orders.find(({ state }) => state === 'ready')
    if (!sold?.customer) throw new Error('the fake has one that is ready')
    const customer = { ...sold.customer, firstName: '', lastName: '' }
    const at = new Date().toISOString()
    const ofGroup = Array.from({ length: 120 }, (_, line) => ({
      ...sold,
      ...{ key: 2000 + line, createdAt: at, line: { group: 1, line }, customer },
    }))
    const anna = { ...sold, key: 999, createdAt: at, customer: { ...customer, email: 'anna@example.com' } }
    const old = { ...sold, key: 998, createdAt: '2020-01-01T00:00:00Z' }
    const all = [...ofGroup, anna, ...Array.from({ length: 500 }, () => old)]
    const asked: number[] = []
    fake.orders = ({ offset }) => {
      asked.push(offset)
      const orders = all.slice(offset, offset + 50)
      return Promise.resolve({
        status: 'ok',
        data: { orders, total: all.length, customersReady: true, day: null },
      })
    }
    fake.sim = () => Promise.resolve({ status: 'ok', data: 'released' })
    const waiting = await waitingAfterARestart(window)
    await within(waiting).findByRole('button', { name: /anna@example\.com/ })
    expect(asked, 'and no further back than a day').toEqual([0, 50, 100])
  })

  it('are not named where nobody knows', async () => {
    await openSell('orders=40&sim=other')
    await screen.findAllByTestId('plan-row')
    expect(screen.queryByTestId('not-installed')).toBeNull()
  })
})
