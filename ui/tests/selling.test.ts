import { screen, waitFor } from '@testing-library/svelte'
import { describe, expect, it, vi } from 'vitest'
import { buyButton, choosePlan, failure, fillIn, open, openSell } from './window'

describe('the whole job', () => {
  it('goes from Welcome over the demo to a code that is handed over, and on to the next customer', async () => {
    const { user, fake } = await open('account=none')
    await user.click(screen.getByTestId('welcome-demo'))
    await screen.findAllByTestId('plan-row')
    expect(screen.getByTestId('demo-banner'), 'a demo says so on every screen').toBeTruthy()

    await fillIn(user, 'guest@example.com')
    expect(buyButton().textContent, 'the button names plan, price and customer').toMatch(
      /Buy World 3 GB for €29\.00\s+for guest@example\.com/,
    )
    await user.click(buyButton())

    const code = await screen.findByTestId('qr')
    expect(code.getAttribute('aria-label'), 'a screen reader hears what the picture is').toBe(
      'QR code to install the eSIM',
    )
    expect(screen.getByText('SAMPLE'), 'a demo code is marked beside the picture').toBeTruthy()
    expect(screen.getByRole('heading', { name: /guest@example\.com/ }), 'whose code it is').toBeTruthy()

    await user.click(screen.getByTestId('copy-code'))
    await screen.findByText('Install code copied.')
    expect(fake.clipboard, 'the code is in the clipboard').toMatch(/^LPA:1\$rsp\.sandbox\.example\$/)
    await user.click(screen.getByTestId('more-ways'))
    await user.click(screen.getByTestId('save-picture'))
    await screen.findByText(/^Saved as .*\.png$/)

    await user.click(screen.getByTestId('done'))
    await screen.findAllByTestId('plan-row')
    expect(screen.queryByTestId('qr'), 'the code is gone with the customer').toBeNull()
    expect(fake.clipboard, 'and so is its copy').toBe('')
    expect(screen.getByTestId<HTMLInputElement>('email').value, 'the next sale begins empty').toBe('')
  })

  it('shows how far an order is while it is prepared, and lets the staff sell the next one', async () => {
    const { user } = await openSell('pace=stuck')
    await fillIn(user)
    await user.click(buyButton())
    const steps = await screen.findByRole('list', { name: 'How far the order is' })
    expect(steps.textContent, 'what is normal is said').toContain('Order sent')
    await user.click(screen.getByRole('button', { name: 'Sell the next one meanwhile' }))
    await screen.findAllByTestId('plan-row')
    expect(screen.getByText('1 order in progress'), 'the order goes on in sight').toBeTruthy()
  })

  it('tells the staff when an order gets ready that they left, and takes no screen over', async () => {
    const { user, desk } = await openSell()
    await fillIn(user)
    // Not by the mouse: on a busy machine the order would be ready before the second click.
    desk.openOrder((await desk.sale.place()) ?? 0)
    desk.newSale()
    await screen.findByText('World 3 GB for guest@example.com is ready')
    expect(desk.navigation.screen.name, 'nobody is torn away from the next customer').toBe('sell')
    await user.click(screen.getByRole('button', { name: 'Hand over' }))
    expect(await screen.findByTestId('qr'), 'one press leads to the code').toBeTruthy()
  })
})

describe('buying once', () => {
  it('an impatient double click places one order', async () => {
    const { user, fake } = await openSell()
    const placeOrder = vi.spyOn(fake, 'placeOrder')
    await fillIn(user)
    await user.dblClick(buyButton())
    await screen.findByTestId('qr')
    expect(placeOrder, 'the second press finds the first one at work').toHaveBeenCalledTimes(1)
    expect(fake.world.snapshot.orders, 'one order in the book').toHaveLength(1)
  })

  it('a second try after a failure is the same sale, and a new customer is another', async () => {
    const { user, fake } = await openSell('fail=placeOrder:service_trouble')
    const placeOrder = vi.spyOn(fake, 'placeOrder')
    await fillIn(user)
    await user.click(buyButton())
    await failure('service_trouble')
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(placeOrder).toHaveBeenCalledTimes(2))
    const [first, second] = placeOrder.mock.calls.map(([draft]) => draft.idempotencyKey)
    expect(second, 'so that Rust can tell a repeat from a new sale').toBe(first)

    await user.click(screen.getByRole('button', { name: /New sale/ }))
    await fillIn(user, 'other@example.com')
    await user.click(buyButton())
    await waitFor(() => expect(placeOrder).toHaveBeenCalledTimes(3))
    expect(placeOrder.mock.calls[2]?.[0].idempotencyKey, 'another customer is another sale').not.toBe(first)
  })

  it('without a plan the button buys nothing and leads to the search', async () => {
    const { user, fake } = await openSell()
    const placeOrder = vi.spyOn(fake, 'placeOrder')
    await user.type(screen.getByTestId('email'), 'guest@example.com')
    await user.click(buyButton())
    expect(placeOrder).not.toHaveBeenCalled()
    expect(document.activeElement, 'the next thing to do has the focus').toBe(screen.getByTestId('search'))
  })

  it('a form with a mistake is not sent, and its field gets the focus', async () => {
    const { user, fake } = await openSell()
    await fillIn(user, 'not an address')
    await user.click(buyButton())
    await failure('fields')
    const email = screen.getByTestId('email')
    await waitFor(() => expect(document.activeElement, 'where to mend it').toBe(email))
    expect(email.getAttribute('aria-invalid')).toBe('true')
    expect(screen.getByText('This does not look like an e-mail address.')).toBeTruthy()
    expect(fake.world.snapshot.orders, 'nothing was bought').toHaveLength(0)
  })
})

describe('nothing typed is lost', () => {
  it.each(['limit_reached', 'not_sent', 'refused', 'book', 'token_expired'])(
    'when the order fails with %s',
    async (kind) => {
      const { user } = await openSell(`fail=placeOrder:${kind}`)
      await fillIn(user)
      await user.type(screen.getByLabelText(/First name/), 'Jürgen')
      await user.click(screen.getByRole('radio', { name: 'Samsung' }))
      await user.click(buyButton())
      const told = await failure(kind)
      expect(told.textContent, 'the staff know that no money is spent').toContain('Nothing was bought.')
      expect(screen.getByTestId<HTMLInputElement>('email').value).toBe('guest@example.com')
      expect(screen.getByLabelText<HTMLInputElement>(/First name/).value).toBe('Jürgen')
      expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Samsung' }).checked).toBe(true)
      expect(buyButton().textContent, 'the plan stays chosen').toContain('World')
    },
  )

  it('when the staff look at another screen meanwhile', async () => {
    const { user } = await openSell()
    await fillIn(user)
    await user.type(screen.getByLabelText(/Last name/), 'Müller-Lüdenscheidt')
    await user.click(screen.getByTestId('nav-orders'))
    await screen.findByText('No orders today')
    await user.click(screen.getByTestId('nav-settings'))
    await screen.findByRole('heading', { name: 'Settings' })
    await user.click(screen.getByTestId('nav-sell'))
    expect(screen.getByTestId<HTMLInputElement>('email').value).toBe('guest@example.com')
    expect(screen.getByLabelText<HTMLInputElement>(/Last name/).value).toBe('Müller-Lüdenscheidt')
    expect(buyButton().textContent).toContain('World')
  })

  it('when the language changes', async () => {
    const { user, desk } = await openSell()
    await fillIn(user)
    await desk.change({ kind: 'language', value: 'de' })
    await waitFor(() => expect(buyButton().textContent).toContain('kaufen'))
    expect(screen.getByTestId<HTMLInputElement>('email').value).toBe('guest@example.com')
    await desk.change({ kind: 'language', value: 'en' })
  })

  it('when the service refuses an order that was already on its way', async () => {
    const { user } = await openSell('end=refused')
    await fillIn(user)
    await user.type(screen.getByLabelText(/First name/), 'Jürgen')
    await user.click(buyButton())
    await screen.findByText('The eSIM provider refused the order')
    expect(screen.getByText('Nothing was bought.'), 'said on the order itself').toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Back to the sale' }))
    expect(screen.getByTestId<HTMLInputElement>('email').value).toBe('guest@example.com')
    expect(screen.getByLabelText<HTMLInputElement>(/First name/).value).toBe('Jürgen')
  })
})

describe('questions before money is spent', () => {
  it('a plan that changed is shown beside the old one, and only its new price can be bought', async () => {
    const { user, fake } = await openSell('fail=placeOrder:plan_changed')
    const placeOrder = vi.spyOn(fake, 'placeOrder')
    await fillIn(user)
    await user.click(buyButton())
    const told = await failure('plan_changed')
    expect(told.textContent, 'both prices are there to compare').toMatch(/€29\.00.*€30\.00/s)
    await user.click(screen.getByRole('button', { name: 'Take the changed plan' }))
    expect(buyButton().textContent, 'the button says what will be charged').toContain('€30.00')
    expect(placeOrder, 'taking it is not yet buying it').toHaveBeenCalledTimes(1)
    await user.click(buyButton())
    await screen.findByTestId('qr')
    expect(placeOrder.mock.calls[1]?.[0].plan.price?.amount, 'what stood on the button').toBe('30.00')
  })

  it('the same plan for the same customer is asked about, and No is the first answer', async () => {
    const { user, fake } = await openSell('pace=stuck')
    await fillIn(user)
    await user.click(buyButton())
    await user.click(await screen.findByRole('button', { name: /next one meanwhile/ }))
    await fillIn(user, 'GUEST@example.com')
    await user.click(buyButton())
    const dialog = await screen.findByRole('dialog', { name: 'Sell it again?' })
    expect(dialog.textContent).toContain('still in progress')
    expect(document.activeElement, 'an impatient Enter buys nothing').toBe(
      screen.getByRole('button', { name: 'No, do not buy' }),
    )
    await user.keyboard('{Escape}')
    expect(screen.queryByRole('dialog'), 'Esc is No').toBeNull()
    expect(fake.world.snapshot.orders).toHaveLength(1)

    await user.click(buyButton())
    await user.click(
      await screen.findByRole('button', { name: /^Yes, buy it again: World .*for GUEST@example.com/ }),
    )
    await waitFor(() => expect(fake.world.snapshot.orders, 'a second order is a decision').toHaveLength(2))
  })

  it('a plan that is no longer sold leads to another one, with the customer kept', async () => {
    const { user } = await openSell('fail=placeOrder:plan_gone')
    await fillIn(user)
    await user.click(buyButton())
    const told = await failure('plan_gone')
    await user.click(told.querySelector('button.button') as HTMLElement)
    await waitFor(() => expect(screen.queryByTestId('failure')).toBeNull())
    expect(screen.getByTestId<HTMLInputElement>('email').value, 'only the plan is chosen anew').toBe(
      'guest@example.com',
    )
    await choosePlan(user, 'Japan')
    expect(buyButton().textContent).toContain('Japan')
  })
})

describe('a service that wants to know the phone', () => {
  it('is given it before buying, and the form says why it asks', async () => {
    const { user } = await openSell('phone_needed')
    const phones = screen.getByRole('group', { name: /^Phone/ })
    expect(phones.textContent, 'why it is asked').toContain('The eSIM provider wants to know the phone')
    expect(phones.textContent, 'no longer optional').not.toContain('optional')

    await fillIn(user)
    await user.click(buyButton())
    await waitFor(() => expect(phones.textContent, 'it is missing').toContain('Please fill this in.'))
    expect(document.activeElement?.getAttribute('name'), 'and is where the keyboard is').toBe('phone')

    await user.click(screen.getByRole('radio', { name: 'Samsung' }))
    await user.click(buyButton())
    expect(await screen.findByTestId('qr'), 'now it sells').toBeTruthy()
  })

  it('is not asked about by the others', async () => {
    await openSell()
    const phones = screen.getByRole('group', { name: /^Phone/ })
    expect(phones.textContent, 'as before').toContain('optional')
  })
})
