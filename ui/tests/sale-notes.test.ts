import { screen, waitFor, within } from '@testing-library/svelte'
import { tick } from 'svelte'
import { describe, expect, it, vi } from 'vitest'
import type { RepairView } from '../src/backend/bindings'
import { buyButton, fillIn, open, openSell } from './window'

describe('for our books', () => {
  it('who sold, what the guest pays and the reference go with the sale, and the name stays', async () => {
    const { user, fake } = await openSell()
    const place = vi.spyOn(fake, 'placeOrder')
    await fillIn(user)
    await user.click(await screen.findByText('For our books'))
    await user.type(screen.getByLabelText(/^Guest pays/), '35,50')
    await user.type(screen.getByLabelText(/^Room or receipt/), 'Room 12')
    await user.type(screen.getByLabelText(/^Seller/), 'Ana')
    await user.click(buyButton())
    await screen.findByTestId('qr')
    expect(place.mock.calls[0]?.[0].notes).toEqual({
      guestPays: '35,50',
      guestCurrency: 'EUR',
      note: 'Room 12',
      staff: 'Ana',
    })
    await user.click(screen.getByTestId('done'))
    expect(await screen.findByText('sold by Ana'), 'remembered until it is changed').toBeTruthy()
    await user.click(screen.getByText('For our books'))
    expect(screen.getByLabelText<HTMLInputElement>(/^Room or receipt/).value, 'but not the room').toBe('')
  })

  it('an amount that could mean two is told beside its field', async () => {
    const { user } = await openSell()
    await fillIn(user)
    await user.click(await screen.findByText('For our books'))
    await user.type(screen.getByLabelText(/^Guest pays/), '1.234,50')
    await user.tab()
    expect(await screen.findByText(/Please enter an amount such as/)).toBeTruthy()
  })
})

describe('a provider that wants to know what the guest pays', () => {
  it('is told it: the field is open, needed, and says that it is sent', async () => {
    const { user, fake } = await openSell('price_needed')
    const place = vi.spyOn(fake, 'placeOrder')
    const books = await screen.findByTestId('books')
    expect(books, 'nobody looks for it').toHaveProperty('open', true)
    expect(books.textContent).toContain('The eSIM provider wants to know what the guest pays')
    expect(books.textContent, 'the amount is sent now').not.toContain('neither is the amount')
    await fillIn(user)
    await user.click(buyButton())
    expect(await within(books).findByText('Please fill this in.'), 'it is missing').toBeTruthy()
    expect(document.activeElement?.getAttribute('name'), 'and is where the keyboard is').toBe('guest_pays')

    await user.type(screen.getByLabelText(/^Guest pays/), '29,90')
    await user.click(buyButton())
    expect(await screen.findByTestId('qr'), 'now it sells').toBeTruthy()
    const notes = place.mock.lastCall?.[0].notes
    expect([notes?.guestPays, notes?.guestCurrency], 'a pair').toEqual(['29,90', 'EUR'])
  })

  it('is told nothing while it has not asked', async () => {
    await openSell()
    const books = await screen.findByTestId('books')
    expect(books, 'folded').toHaveProperty('open', false)
    expect(books.textContent).toContain('Not sent to the eSIM provider, and neither is the amount.')
  })
})

describe('an order in the book', () => {
  it('shows each step with its time, and gives the service’s own words to copy', async () => {
    const { user, fake, desk } = await openSell('orders')
    const orders = fake.world.snapshot.orders.map((order) =>
      order.state === 'refused' ? { ...order, words: ['Not today'], staff: 'Ana', note: 'Room 12' } : order,
    )
    fake.world.change({ orders })
    desk.openOrder(orders.find(({ state }) => state === 'refused')?.key ?? 0)
    const facts = await screen.findByTestId('order-facts')
    expect(facts, 'what support asks for is open').toHaveProperty('open', true)
    for (const said of ['Being sent', 'Refused', 'Room 12', 'Ana', 'Not today'])
      expect(within(facts).getByText(said)).toBeTruthy()
    await user.click(within(facts).getByRole('button', { name: 'Copy the eSIM provider’s message' }))
    expect(fake.clipboard).toBe('Not today')
  })

  it('of another account says whose it is', async () => {
    const { fake, desk } = await openSell('orders')
    const [first, ...rest] = fake.world.snapshot.orders
    if (!first) throw new Error('the fake has orders')
    fake.world.change({ orders: [{ ...first, otherAccount: 'https://other.example hotel-b' }, ...rest] })
    desk.openOrder(first.key)
    expect(await screen.findByText('Sold with https://other.example hotel-b')).toBeTruthy()
  })
})

describe('the orders of today', () => {
  it('begin with what earlier days left open', async () => {
    const { user, fake } = await openSell('orders')
    const yesterday = new Date(Date.now() - 26 * 3_600_000).toISOString()
    const orders = fake.world.snapshot.orders.map((order) => ({ ...order, createdAt: yesterday }))
    fake.world.change({ orders })
    await user.click(screen.getByTestId('nav-orders'))
    const list = await screen.findByRole('list', { name: 'Still open from earlier days' })
    const rows = within(list).getAllByTestId('order-row')
    expect(rows.length, 'only those that are still open').toBeLessThan(orders.length)
    expect(list.textContent).toContain('Not confirmed')
    expect(list.textContent, 'what is done is done').not.toContain('Ready to hand over')
  })

  it('can be those of another day', async () => {
    const { user, fake } = await openSell('orders')
    await user.click(screen.getByTestId('nav-orders'))
    const read = vi.spyOn(fake, 'orders')
    await user.click(await screen.findByRole('button', { name: 'One day' }))
    const day = screen.getByLabelText<HTMLInputElement>('Which day')
    await user.clear(day)
    await user.type(day, '2026-01-02')
    await waitFor(() => expect(read.mock.lastCall?.[0].day).toBe('2026-01-02'))
    expect(read.mock.lastCall?.[0].withOpen, 'a day is that day alone').toBe(false)
  })
})

describe('telling', () => {
  it('goes outside the window without the customer, once for each order', async () => {
    const { user, fake, desk } = await openSell()
    await fillIn(user, 'secret.guest@example.com')
    await user.click(buyButton())
    await waitFor(() => expect(fake.toldOutside).toHaveLength(1))
    expect(fake.toldOutside[0]?.title).toBe('An eSIM is ready')
    expect(JSON.stringify(fake.toldOutside), 'others see the screen').not.toContain('secret.guest')
    desk.newSale()
    expect(fake.toldOutside).toHaveLength(1)
  })

  it('an order that needs a person is told too', async () => {
    const { user, fake } = await openSell('end=unconfirmed')
    await fillIn(user)
    await user.click(buyButton())
    await waitFor(() =>
      expect(fake.toldOutside.map(({ title }) => title)).toEqual(['An order needs a decision']),
    )
  })
})

describe('settings', () => {
  it('say how long customers are kept', async () => {
    const { user, fake } = await openSell()
    await user.click(screen.getByTestId('nav-settings'))
    const kept = await screen.findByTestId<HTMLSelectElement>('forget-after')
    expect(kept.value, 'ninety days unless somebody says otherwise').toBe('90')
    await user.selectOptions(kept, '30')
    expect(fake.world.snapshot.settings.forgetAfterDays).toBe(30)
  })

  it('save a bundle for support', async () => {
    const { user } = await openSell()
    await user.click(screen.getByTestId('nav-settings'))
    await user.click(await screen.findByTestId('support-bundle'))
    expect(await screen.findByText(/^Saved as .*support\.txt$/)).toBeTruthy()
  })
})

describe('a rebuilt order book', () => {
  it('is told with what it means, until the staff have seen it', async () => {
    const { user } = await open('account=signed_in&repaired')
    const notice = await screen.findByTestId('repaired')
    expect(notice.textContent).toMatch(/contains 41 orders.*2 orders could no longer be read/s)
    expect(notice.textContent, 'nothing was deleted').toContain('orders.damaged')
    await user.click(within(notice).getByRole('button', { name: 'OK' }))
    expect(screen.queryByTestId('repaired')).toBeNull()
  })

  it('says that nobody knows what is missing, and always offers to look', async () => {
    const { desk } = await open('account=signed_in&repaired')
    const notice = await screen.findByTestId('repaired')
    const repaired = desk.snapshot.repaired as RepairView
    for (const lost of [0, null]) {
      desk.snapshot = { ...desk.snapshot, repaired: { ...repaired, lost } }
      await tick()
      expect(within(notice).getByRole('button', { name: 'Find missing eSIMs' })).toBeTruthy()
    }
    expect(notice.textContent).toMatch(/We don’t know how many orders are missing: the backup is from .*2026/)
    desk.snapshot = { ...desk.snapshot, repaired: { ...repaired, rebuilt: false, keptAside: null } }
    await tick()
    expect(notice.textContent).toContain('The order book is an older copy')
  })
})

describe('what should be known of the order book', () => {
  it('is told until the staff have seen it', async () => {
    const { user } = await open('account=signed_in&book-notes')
    const notice = await screen.findByTestId('book-notes')
    expect(notice.textContent).toMatch(/2026-09, 2026-10.*Dropbox.*conflicted copy/s)
    await user.click(within(notice).getByRole('button', { name: 'OK' }))
    expect(screen.queryByTestId('book-notes')).toBeNull()
  })
})
