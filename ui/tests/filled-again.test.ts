/** A form that is filled in again: of an order that bought nothing, or of one that was looked for in vain, also after a reload. */
import { screen, waitFor } from '@testing-library/svelte'
import type { UserEvent } from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { OrderState } from '../src/backend/bindings'
import { buyButton, choosePlan, fillIn, openSell, reload, type Window } from './window'

async function until(state: OrderState): Promise<void> {
  await waitFor(() => expect(screen.getByTestId('order-state').dataset['state']).toBe(state))
}

async function toppedUp(opened: Window, start: RegExp): Promise<void> {
  const { desk, user } = opened
  const ready = desk.snapshot.orders.find(({ state }) => state === 'ready')
  if (!ready?.iccid) throw new Error('the fake has one')
  desk.navigation.go({ name: 'top_up', iccid: ready.iccid, found: ready.key })
  await screen.findByRole('heading', { name: 'Top up' })
  await screen.findAllByTestId('plan-row')
  await choosePlan(user, 'World')
  await user.click(screen.getByRole('radio', { name: start }))
  await noteAs(user, 'Room 7')
  await user.click(screen.getByTestId('top-up-now'))
}

async function noteAs(user: UserEvent, note: string): Promise<void> {
  await user.click(screen.getByText(/^For our books/))
  await user.type(screen.getByLabelText(/Room or receipt/), note)
}

function chosenStart(): string {
  const radio = screen.getAllByRole<HTMLInputElement>('radio').filter(({ checked, type }) => checked && type)
  return (
    radio.map(({ value }) => value).find((value) => ['now', 'on_date', 'first_use'].includes(value)) ?? ''
  )
}

describe('a top-up is filled in again as a top-up', () => {
  it.each(['refused', 'not_sent'] as const)(
    'that was %s, with all that was typed, and buys no new eSIM',
    async (end) => {
      const opened = await openSell(`orders&end=${end}`)
      const { desk, fake, user } = opened
      await toppedUp(opened, /first use/i)
      await until(end)
      const order = desk.snapshot.orders.find(({ kind }) => kind === 'top_up')
      const [sold, topped] = [vi.spyOn(fake, 'placeOrder'), vi.spyOn(fake, 'topUp')]
      expect(screen.queryByRole('button', { name: 'Back to the sale' }), 'it was no sale').toBeNull()
      await user.click(screen.getByTestId('fill-again'))
      await screen.findByRole('heading', { name: 'Top up' })
      await waitFor(() => expect(screen.getByTestId('top-up-now').textContent).toContain('World'))
      await user.click(screen.getByTestId('top-up-now'))
      await waitFor(() => expect(topped).toHaveBeenCalledOnce())
      expect(topped.mock.calls[0]?.[0]).toMatchObject({
        iccid: order?.iccid,
        start: { kind: 'first_use' },
        notes: { note: 'Room 7' },
        insteadOf: order?.key,
      })
      expect(sold, 'nothing else is bought').not.toHaveBeenCalled()
    },
  )

  it('whose answer was lost, with all that was typed', async () => {
    const opened = await openSell('orders&end=unconfirmed')
    const { desk, fake, user } = opened
    await toppedUp(opened, /first use/i)
    await until('unconfirmed')
    const lost = desk.snapshot.orders.find(({ kind }) => kind === 'top_up')
    const orders = desk.snapshot.orders.map((one) =>
      one.key === lost?.key && one.recovery
        ? {
            ...one,
            canBeOrderedAgain: false,
            recovery: { ...one.recovery, candidates: [], nothingFound: true },
          }
        : one,
    )
    fake.world.change({ orders })
    await user.click(await screen.findByTestId('fill-again'))
    await screen.findByRole('heading', { name: 'Top up' })
    await waitFor(() => expect(screen.getByTestId('top-up-now').textContent).toContain('World'))
    expect(chosenStart()).toBe('first_use')
  })
})

describe('a sale that was refused, on a page that began anew, is filled in', () => {
  async function refused(): Promise<Window> {
    const opened = await openSell('end=refused&pace=at_once')
    const { user } = opened
    await fillIn(user)
    await user.click(screen.getByRole('radio', { name: /first use/i }))
    await noteAs(user, 'Room 9')
    await user.click(buyButton())
    await until('refused')
    const second = await reload(opened)
    const key = second.desk.snapshot.orders[0]?.key ?? 0
    second.desk.openOrder(key)
    await screen.findByTestId('order-state')
    return second
  }

  it('with its start and its note, though nothing of it is in memory', async () => {
    const { desk, user } = await refused()
    await user.click(screen.getByTestId('fill-again'))
    await screen.findByTestId('email')
    expect(desk.sale.start).toBe('first_use')
    expect(desk.sale.note).toBe('Room 9')
  })

  it('without a start where nobody knows it any more: it asks, and starts nothing by itself', async () => {
    const { desk, fake, user } = await refused()
    const known = await fake.asOrdered(0)
    if (known.status === 'error') throw new Error('the fake answers')
    fake.asOrdered = () => Promise.resolve({ status: 'ok', data: { ...known.data, start: null } })
    await user.click(screen.getByTestId('fill-again'))
    await screen.findByTestId('email')
    expect(desk.sale.start, 'a day, which is still to be chosen').toBe('on_date')
    expect(desk.sale.date).toBe('')
    expect(screen.getByLabelText(/^First day/)).toBeTruthy()
  })
})
