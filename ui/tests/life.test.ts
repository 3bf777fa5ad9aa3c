/** What comes after a sale: one more plan on an eSIM, and giving one back. */
import { screen, waitFor, within } from '@testing-library/svelte'
import { describe, expect, it, vi } from 'vitest'
import type { OrderState, OrderView } from '../src/backend/bindings'
import { customerName } from '../src/lib/orders'
import { words } from '../src/state/words.svelte'
import { failure, openSell, reload, type Window } from './window'

async function openOrder(state: OrderState, address = ''): Promise<Window & { order: OrderView }> {
  const opened = await openSell(`orders&${address}`)
  const order = opened.desk.snapshot.orders.find((one) => one.state === state)
  if (!order) throw new Error(`the fake has one that is ${state}`)
  opened.desk.openOrder(order.key)
  await screen.findByTestId('order-state')
  await vi.dynamicImportSettled()
  return { ...opened, order }
}

async function openTopUp(address = ''): Promise<Window & { order: OrderView }> {
  const opened = await openOrder('ready', address)
  await opened.user.click(screen.getByTestId('top-up'))
  await screen.findByRole('heading', { name: 'Top up' })
  await screen.findAllByTestId('plan-row')
  return opened
}

describe('topping up', () => {
  it('puts the chosen plan on that SIM, and ends with the plan and not with a code', async () => {
    const { fake, user, order } = await openTopUp()
    const placed = vi.spyOn(fake, 'topUp')
    expect(document.activeElement, 'the keyboard begins with the search').toBe(screen.getByTestId('search'))
    const button = screen.getByTestId('top-up-now')
    expect(button.getAttribute('aria-disabled'), 'nothing is chosen yet').toBe('true')
    await user.type(screen.getByTestId('search'), 'World')
    await user.click(screen.getAllByTestId('plan-row')[0] as HTMLElement)
    expect(button.textContent, 'the button says what it buys').toMatch(/Top up .*World.*\d/)
    expect(button.textContent, 'and for whom').toContain(`for ${customerName(order, words.t)}`)
    await user.click(button)
    await waitFor(() => expect(screen.getByTestId('order-state').dataset['state']).toBe('added'))
    expect(placed).toHaveBeenCalledOnce()
    expect(placed.mock.calls[0]?.[0].iccid).toBe(order.iccid)
    expect(await screen.findByText('The plan is on the eSIM')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Hand over' }), 'there is no code').toBeNull()
    expect(screen.queryByTestId('qr')).toBeNull()
  })

  it.each([
    ['no_top_up', 'This eSIM has all the plans it can take'],
    ['not_sent', 'No connection'],
  ])('says that nothing was bought where it ends with %s', async (kind, said) => {
    const { user } = await openTopUp(`fail=topUp:${kind}`)
    await user.click(screen.getAllByTestId('plan-row')[0] as HTMLElement)
    await user.click(screen.getByTestId('top-up-now'))
    const told = await failure(kind)
    expect(told.textContent).toContain('Nothing was bought')
    if (kind === 'no_top_up') expect(told.textContent).toContain(said)
  })

  it('has the phone, which a service may want to know, with model and number', async () => {
    const { fake, user, desk } = await openTopUp('phone_needed')
    const placed = vi.spyOn(fake, 'topUp')
    await user.click(screen.getAllByTestId('plan-row')[0] as HTMLElement)
    const phones = screen.getByRole('group', { name: /^Phone/ })
    expect(phones.textContent, 'why it is asked').toContain('The eSIM provider wants to know the phone')
    await user.click(screen.getByRole('radio', { name: 'Samsung' }))
    await user.click(await screen.findByText('About the phone'))
    await user.type(screen.getByLabelText(/^Model/), 'Galaxy S24')
    await user.type(screen.getByLabelText(/^IMEI/), '490154203237518')
    await user.click(screen.getByTestId('top-up-now'))
    await waitFor(() => expect(screen.getByTestId('order-state').dataset['state']).toBe('added'))
    const { phone, phoneModel, imei } = placed.mock.calls[0]?.[0] ?? {}
    expect({ phone, phoneModel, imei }).toEqual({
      phone: 'samsung',
      phoneModel: 'Galaxy S24',
      imei: '490154203237518',
    })
    const key = desk.snapshot.orders[0]?.key ?? 0
    expect(await fake.asOrdered(key), 'a form that is filled in again has it').toMatchObject({
      data: { phoneModel: 'Galaxy S24', imei: '490154203237518' },
    })
  })

  it('says so where nobody named the phone, and sends nothing', async () => {
    const { fake, user, order, desk } = await openOrder('ready', 'phone_needed')
    desk.navigation.go({ name: 'top_up', iccid: order.iccid ?? '', found: null })
    await user.click((await screen.findAllByTestId('plan-row'))[0] as HTMLElement)
    const phones = screen.getByRole('group', { name: /^Phone/ })
    await user.click(screen.getByTestId('top-up-now'))
    await waitFor(() => expect(phones.textContent, 'it is missing').toContain('Please fill this in.'))
    await user.click(screen.getByRole('radio', { name: 'Other' }))
    const placed = vi.spyOn(fake, 'topUp')
    await user.click(screen.getByTestId('top-up-now'))
    await waitFor(() => expect(placed.mock.results[0]?.type, 'then it is').toBe('return'))
    expect(placed.mock.calls[0]?.[0].phone).toBe('other')
  })

  it('asks before the same plan is put on it twice, and the first answer buys nothing', async () => {
    const { fake, user } = await openTopUp('fail=topUp:sold_recently')
    const placed = vi.spyOn(fake, 'topUp')
    await user.click(screen.getAllByTestId('plan-row')[0] as HTMLElement)
    await user.click(screen.getByTestId('top-up-now'))
    const asked = await screen.findByRole('dialog')
    expect(placed.mock.calls[0]?.[0].again).toBe(false)
    const yes = within(asked).getByRole('button', { name: /^Yes, buy it again/ })
    expect(yes.textContent, 'this button spends, too').toMatch(/Europe 5 GB.*14.*for /)
    await user.click(within(asked).getAllByRole('button')[0] as HTMLElement)
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(placed).toHaveBeenCalledOnce()
  })

  /** A plan, what the guest pays, the room and a day are typed. */
  async function typeTopUp(user: Window['user']): Promise<void> {
    await user.click(screen.getAllByTestId('plan-row')[0] as HTMLElement)
    await user.click(screen.getByText(/^For our books/))
    await user.type(screen.getByLabelText(/Guest pays/), '25')
    await user.type(screen.getByLabelText(/Room or receipt/), 'Room 7')
    await user.click(screen.getByRole('radio', { name: /On a date/ }))
    await user.type(screen.getByLabelText(/^First day/), '2030-01-02')
  }

  function expectTyped(): void {
    expect(screen.getByLabelText<HTMLInputElement>(/Guest pays/).value).toBe('25')
    expect(screen.getByLabelText<HTMLInputElement>(/Room or receipt/).value).toBe('Room 7')
    expect(screen.getByLabelText<HTMLInputElement>(/^First day/).value).toBe('2030-01-02')
    expect(screen.getByTestId('top-up-now').getAttribute('aria-disabled'), 'the plan, too').toBe('false')
  }

  it.each(['{Escape}', '{Control>}n{/Control}'])(
    'brings back with Undo what %s left half typed',
    async (key) => {
      const { user, desk, order } = await openTopUp()
      await typeTopUp(user)
      await user.keyboard(key)
      await waitFor(() => expect(screen.queryByTestId('top-up-now')).toBeNull())
      desk.openOrder(order.key)
      await user.click(await screen.findByTestId('top-up'))
      expect((await screen.findByTestId('top-up-now')).getAttribute('aria-disabled'), 'nothing unasked').toBe(
        'true',
      )
      await user.click(screen.getByTestId('undo'))
      expectTyped()
      expect(screen.queryByTestId('set-aside')).toBeNull()
    },
  )

  it('brings back with Undo what was left half typed, also after a reload', async () => {
    const opened = await openTopUp()
    await typeTopUp(opened.user)
    await opened.user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByTestId('top-up-now')).toBeNull())
    await waitFor(() => expect(opened.fake.left.typed).toMatch(/current\W+null/))
    const { desk, user } = await reload(opened)
    desk.openOrder(opened.order.key)
    await user.click(await screen.findByTestId('top-up'))
    await user.click(await screen.findByTestId('undo'))
    await screen.findAllByTestId('plan-row')
    expectTyped()
  })

  it('brings back a start that was all that was chosen, and keeps nothing where it is the usual one again', async () => {
    const { fake, user, order, desk } = await openTopUp()
    await user.click(screen.getByRole('radio', { name: /At first use/ }))
    await waitFor(() => expect(fake.left.typed).toContain('first_use'))
    await user.click(screen.getByRole('radio', { name: /Now/ }))
    await waitFor(() => expect(fake.left.typed).toBeNull())
    await user.click(screen.getByRole('radio', { name: /At first use/ }))
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByTestId('top-up-now')).toBeNull())
    desk.openOrder(order.key)
    await user.click(await screen.findByTestId('top-up'))
    await user.click(await screen.findByTestId('undo'))
    const first = await screen.findByRole<HTMLInputElement>('radio', { name: /At first use/ })
    expect(first.checked).toBe(true)
  })

  it('is what an update waits for, by its name, and leads back to it wherever it was set aside', async () => {
    const { fake, user, desk } = await openTopUp()
    await typeTopUp(user)
    await waitFor(() => expect(fake.typedIn).toBe('top_up'))
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByTestId('top-up-now')).toBeNull())
    expect(fake.typedIn, 'it is in hand as long as it can be brought back').toBe('top_up')
    desk.navigation.go({ name: 'sell' })
    await user.type(await screen.findByTestId('email'), 'next@example.com')
    await waitFor(() => expect(fake.typedIn, 'what is on screen goes before').toBe('sale'))
    desk.sale.clear()
    await waitFor(() => expect(fake.typedIn).toBe('top_up'))

    const { updates } = fake.world.snapshot
    fake.world.change({ updates: { ...updates, step: { kind: 'waiting', until: 'top_up_begun' } } })
    await desk.hear(structuredClone(fake.world.snapshot))
    await user.click(await screen.findByTestId('update-waits-where'))
    await user.click(await screen.findByTestId('undo'))
    await screen.findAllByTestId('plan-row')
    expectTyped()
    expect(screen.queryByTestId('update-waits-where'), 'nothing leads to where somebody is').toBeNull()
    await user.click(screen.getByTestId('top-up-now'))
    await waitFor(() => expect(fake.typedIn, 'then nothing is in the way').toBeNull())
  })

  it('is gone with the account', async () => {
    const { fake, user } = await openTopUp()
    await typeTopUp(user)
    await waitFor(() => expect(fake.left.typed).toContain('Room 7'))
    await fake.startDemo()
    await waitFor(() => expect(fake.left.typed, 'another account is another counter').toBeNull())
  })

  it('goes on after a reload where it was, as the same top-up, and keeps nothing once it is placed', async () => {
    const opened = await openTopUp()
    const { fake, user } = opened
    await typeTopUp(user)
    await waitFor(() => expect(fake.left.typed).toContain('Room 7'))
    const { left } = fake
    const placed = vi.spyOn(fake, 'topUp')
    const second = await reload(opened)
    await screen.findByRole('heading', { name: 'Top up' })
    await screen.findAllByTestId('plan-row')
    expectTyped()
    await second.user.click(screen.getByTestId('top-up-now'))
    await waitFor(() => expect(screen.getByTestId('order-state').dataset['state']).toBe('added'))
    expect(left.typed, 'Rust places the same one only once').toContain(
      placed.mock.calls[0]?.[0].idempotencyKey,
    )
    await waitFor(() => expect(fake.left.typed).toBeNull())
  })

  it('keeps nothing of one that was left while it was being placed, once it is', async () => {
    const { fake, user } = await openTopUp()
    await typeTopUp(user)
    const place = fake.topUp.bind(fake)
    let answer = () => {}
    fake.topUp = async (draft) => {
      await new Promise<void>((go) => (answer = go))
      return place(draft)
    }
    await user.click(screen.getByTestId('top-up-now'))
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByTestId('top-up-now')).toBeNull())
    expect(fake.left.typed, 'nobody knows yet whether it is needed').toContain('Room 7')
    answer()
    await waitFor(() => expect(fake.left.typed, 'a second press would buy nothing').toBeNull())
  })

  it('names the eSIM on the button where nobody is known', async () => {
    const { user, desk, fake, order } = await openTopUp()
    const orders = fake.world.snapshot.orders.map((one) =>
      one.key === order.key ? { ...one, customer: null } : one,
    )
    fake.world.change({ orders })
    await waitFor(() => expect(desk.order(order.key)?.customer).toBeNull())
    await user.click(screen.getAllByTestId('plan-row')[0] as HTMLElement)
    expect(screen.getByTestId('top-up-now').textContent).toContain(
      `for the eSIM … ${order.iccid?.slice(-4) ?? ''}`,
    )
  })

  it('leads back to the order it came from', async () => {
    const { user, order } = await openTopUp()
    await user.click(screen.getByRole('button', { name: 'Back to the order' }))
    expect((await screen.findByTestId('order-state')).dataset['state']).toBe(order.state)
  })

  it.each(['refused', 'not_sent', 'unconfirmed', 'refunded', 'cancelling'] as const)(
    'is not offered for an order that is %s',
    async (state) => {
      await openOrder(state)
      expect(screen.queryByTestId('top-up')).toBeNull()
    },
  )
})

describe('cancel and refund', () => {
  it('asks the eSIM provider first, then a person twice, and shows the refund', async () => {
    const { fake, user, order } = await openOrder('ready')
    const [check, give] = [vi.spyOn(fake, 'checkRefund'), vi.spyOn(fake, 'giveBack')]
    expect(check, 'only when somebody looks').not.toHaveBeenCalled()
    await user.click(await screen.findByText('Cancel and refund'))
    await user.click(await screen.findByTestId('give-back'))
    expect(give, 'one press gives nothing back').not.toHaveBeenCalled()
    await user.click(screen.getByTestId('give-back-sure'))
    await waitFor(() => expect(screen.getByTestId('order-state').dataset['state']).toBe('refunded'))
    expect(give).toHaveBeenCalledExactlyOnceWith(order.key)
    expect(await screen.findByText('The eSIM was given back')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Hand over' })).toBeNull()
  })

  it('says why not, and offers nothing then', async () => {
    const { user } = await openOrder('ready', 'fail=checkRefund:no_refund')
    await user.click(await screen.findByText('Cancel and refund'))
    const told = await failure('no_refund')
    expect(told.textContent).toContain('The eSIM is installed on a phone')
    expect(screen.queryByTestId('give-back')).toBeNull()
  })

  it('says that it waits, and leaves the next step to a person only once nothing happens', async () => {
    const { fake, desk, user, order } = await openOrder('cancelling')
    expect(await screen.findByText(/has not confirmed it yet/)).toBeTruthy()
    expect(screen.queryByTestId('give-back-again')).toBeNull()
    const becomes = (stillThere: boolean) => {
      const orders = desk.snapshot.orders.map((one) =>
        one.key === order.key ? { ...one, needsPerson: true, stillThere } : one,
      )
      fake.world.change({ orders })
    }
    becomes(false)
    // Its answer alone changes nothing: the eSIM would be gone a moment later.
    const again = vi.spyOn(fake, 'giveBackAgain').mockResolvedValue({ status: 'ok', data: null })
    await user.click(await screen.findByTestId('give-back-again'))
    expect(again).toHaveBeenCalledExactlyOnceWith(order.key)
    expect(screen.queryByText('The eSIM is still there'), 'nobody has seen it').toBeNull()
    expect(screen.queryByTestId('keep-esim'), 'nobody keeps what may be gone').toBeNull()
    becomes(true)
    expect(await screen.findByText('The eSIM is still there')).toBeTruthy()
    expect(screen.getByTestId('keep-esim')).toBeTruthy()
  })

  it('does not bring up a code by itself that comes back because it was refused', async () => {
    const { fake, desk, order } = await openOrder('cancelling')
    const orders = desk.snapshot.orders.map((one) =>
      one.key === order.key
        ? {
            ...one,
            state: 'ready' as const,
            notGivenBack: { kind: 'no_refund', why: 'installed' } as const,
          }
        : one,
    )
    fake.world.change({ orders })
    expect(await screen.findByText(/The eSIM was not given back/)).toBeTruthy()
    expect(screen.queryByTestId('qr'), 'a person hands it over').toBeNull()
  })
})
