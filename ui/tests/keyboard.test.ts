import { fireEvent, screen, waitFor } from '@testing-library/svelte'
import { describe, expect, it, vi } from 'vitest'
import { eidChecks } from '../src/backend/fake/draft'
import { buyButton, choosePlan, fillIn, open, openSell } from './window'

const EID = '89049032004008882600000000000000'
/** With its check digits made right. */
const GOOD_EID = EID.slice(0, 30) + String(98n - (BigInt(EID) % 97n)).padStart(2, '0')

describe('Enter goes on', () => {
  it('through a whole sale without a pointer, and buys only on the button itself', async () => {
    const { user, fake } = await openSell()
    const placeOrder = vi.spyOn(fake, 'placeOrder')
    expect(document.activeElement, 'a sale begins in the search').toBe(screen.getByTestId('search'))
    await user.keyboard('japan{Enter}')
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('email')))
    await user.keyboard('guest@example.com{Enter}')
    expect(document.activeElement, 'Enter in the form leads to the button').toBe(buyButton())
    expect(placeOrder, 'but does not press it').not.toHaveBeenCalled()
    await user.keyboard('{Enter}')
    expect(await screen.findByTestId('qr')).toBeTruthy()
    await user.keyboard('{Enter}')
    expect(screen.getByTestId('qr'), 'an impatient Enter does not make the code vanish').toBeTruthy()
  })

  it('from Welcome, whose first button has the focus', async () => {
    const { user } = await open('account=none')
    expect(document.activeElement).toBe(screen.getByTestId('welcome-demo'))
    await user.keyboard('{Enter}')
    expect(await screen.findAllByTestId('plan-row')).toBeTruthy()
  })

  it('in the list, where arrows choose a plan', async () => {
    const { user } = await openSell()
    await user.keyboard('{ArrowDown}')
    const rows = screen.getAllByRole<HTMLInputElement>('radio', { name: /GB|Unlimited/ })
    expect(document.activeElement, 'the arrow leads from the search into the list').toBe(rows[0])
    await user.keyboard('{ArrowDown}{Enter}')
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('email')))
    expect(rows[1]?.checked, 'the second row is the choice').toBe(true)
  })

  it('but a key that is held down does not buy', async () => {
    const { user, fake } = await openSell()
    const placeOrder = vi.spyOn(fake, 'placeOrder')
    await fillIn(user)
    await user.keyboard('{Enter}')
    await user.keyboard('{Enter>3}')
    await screen.findByTestId('qr')
    expect(placeOrder, 'its repeats are not presses').toHaveBeenCalledTimes(1)
  })
})

describe('a scanner in the EID field', () => {
  it('ends with Enter, which neither buys nor moves the focus', async () => {
    expect(eidChecks(GOOD_EID), 'the number on the scanned box is a right one').toBe(true)
    const { user, fake } = await openSell()
    const placeOrder = vi.spyOn(fake, 'placeOrder')
    await fillIn(user)
    await user.click(screen.getByRole('radio', { name: 'iPhone' }))
    const eid = screen.getByLabelText(/EID of the iPhone/)
    await user.type(eid, `${GOOD_EID}{Enter}{Enter}`)
    expect(document.activeElement, 'staff go on when they are ready').toBe(eid)
    expect(placeOrder, 'a scan is no decision to buy').not.toHaveBeenCalled()
    expect(screen.getByText('32 of 32 digits')).toBeTruthy()
    expect(eid.getAttribute('aria-invalid'), 'a right number is not marked').toBeNull()
  })

  it('with a mistyped number says so, and takes it only after a word of its own', async () => {
    const { user } = await openSell()
    await fillIn(user)
    await user.click(screen.getByRole('radio', { name: 'iPhone' }))
    await user.type(
      screen.getByLabelText(/EID of the iPhone/),
      `${GOOD_EID.slice(0, 31)}${(Number(GOOD_EID[31]) + 1) % 10}`,
    )
    await user.tab()
    expect(await screen.findByText(/check digits are wrong/)).toBeTruthy()
    await user.click(buyButton())
    await screen.findByTestId('failure')
    await user.click(screen.getByRole('checkbox', { name: /Use it anyway/ }))
    await user.click(buyButton())
    expect(await screen.findByTestId('qr'), 'the staff took it on themselves').toBeTruthy()
  })

  it('is not sent when another phone was chosen after all', async () => {
    const { user, fake } = await openSell()
    const placeOrder = vi.spyOn(fake, 'placeOrder')
    await fillIn(user)
    await user.click(screen.getByRole('radio', { name: 'iPhone' }))
    await user.type(screen.getByLabelText(/EID of the iPhone/), GOOD_EID)
    await user.click(screen.getByRole('radio', { name: 'Samsung' }))
    await user.click(buyButton())
    await screen.findByTestId('qr')
    expect(placeOrder.mock.calls[0]?.[0].eid, 'a code for one iPhone would be dead on a Samsung').toBe('')
  })
})

describe('Esc goes back', () => {
  it('first clears the search, then leaves nothing behind', async () => {
    const { user } = await openSell()
    const search = screen.getByTestId<HTMLInputElement>('search')
    await user.keyboard('japan{Escape}')
    expect(search.value).toBe('')
  })

  it.each(['orders', 'settings'])('from %s to the sale', async (place) => {
    const { user, desk } = await openSell()
    await user.click(screen.getByTestId(`nav-${place}`))
    expect(desk.navigation.screen.name).toBe(place)
    await user.keyboard('{Escape}')
    await screen.findByTestId('search')
    expect(desk.navigation.screen.name).toBe('sell')
  })

  it('from an order to the list of orders, and from a code to the next sale', async () => {
    const { user, desk } = await openSell('orders')
    await user.click(screen.getByTestId('nav-orders'))
    const [ready] = desk.snapshot.orders.filter(({ state }) => state === 'ready')
    desk.openOrder(ready?.key ?? 0)
    await screen.findByRole('button', { name: 'Hand over' })
    await user.keyboard('{Escape}')
    await screen.findByRole('heading', { name: 'Orders' })
    desk.navigation.go({ name: 'hand_over', order: ready?.key ?? 0 })
    await screen.findByTestId('qr')
    await user.keyboard('{Escape}')
    await screen.findByTestId('search')
    expect(screen.queryByTestId('qr')).toBeNull()
  })

  it('once, however long the key is held', async () => {
    const { desk } = await openSell('orders')
    const [ready] = desk.snapshot.orders.filter(({ state }) => state === 'ready')
    desk.navigation.go({ name: 'hand_over', order: ready?.key ?? 0 })
    await screen.findByTestId('qr')
    await fireEvent.keyDown(document.body, { key: 'Escape', repeat: true })
    expect(desk.navigation.screen.name, 'the code stays').toBe('hand_over')
    await fireEvent.keyDown(document.body, { key: 'Escape' })
    await waitFor(() => expect(desk.navigation.screen.name).toBe('sell'))
  })

  it('from connecting an account to Welcome', async () => {
    const { user } = await open('account=none')
    await user.click(screen.getByTestId('welcome-connect'))
    await screen.findByTestId('account-check')
    await user.keyboard('{Escape}')
    expect(await screen.findByTestId('welcome-demo')).toBeTruthy()
  })

  it('and the key for a new sale works from everywhere', async () => {
    const { user, desk } = await openSell()
    await choosePlan(user, 'World')
    await user.click(screen.getByTestId('nav-settings'))
    await user.keyboard('{Control>}n{/Control}')
    await screen.findByTestId('search')
    expect(desk.sale.plan, 'it begins empty').toBeNull()
  })
})
