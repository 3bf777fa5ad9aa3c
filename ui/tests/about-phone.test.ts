import { screen, waitFor } from '@testing-library/svelte'
import { describe, expect, it, vi } from 'vitest'
import { words } from '../src/state/words.svelte'
import { buyButton, failure, fillIn, openSell } from './window'

const IMEI = '490154203237518'

describe('what is said of the phone', () => {
  it('is looked at before paying: one line says what the phone must show', async () => {
    await openSell()
    const hint = screen.getByText(words.t.sell.phoneCheck)
    expect(hint.textContent).toContain('*#06#')
    const group = screen.getByRole('group', { name: /Phone/ })
    expect(group.getAttribute('aria-describedby'), 'a screen reader hears it with the choice').toContain(
      hint.id,
    )
  })

  it('says beside each start when counting begins', async () => {
    await openSell()
    for (const [name, note] of [
      ['Now', 'Days count at once.'],
      ['On a date', 'Days count from that day, 0:00.'],
      ['At first use', 'Days count once data is used.'],
    ] as const) {
      const radio = screen.getByRole('radio', { name })
      const described = document.getElementById(radio.getAttribute('aria-describedby') ?? '')
      expect(described?.textContent, name).toBe(note)
    }
  })

  it('is folded away until it is wanted, and sent whole', async () => {
    const { user, fake } = await openSell()
    const placeOrder = vi.spyOn(fake, 'placeOrder')
    await fillIn(user)
    expect(screen.queryByTestId('about-phone'), 'nobody is asked for a number of no phone').toBeNull()
    await user.click(screen.getByRole('radio', { name: 'iPhone' }))
    const fold = await screen.findByTestId<HTMLDetailsElement>('about-phone')
    expect(fold.open).toBe(false)
    await user.click(screen.getByText('About the phone'))
    await user.type(screen.getByLabelText(/Model/), 'iPhone 15')
    await user.type(screen.getByLabelText(/IMEI/), IMEI)
    await user.click(buyButton())
    await screen.findByTestId('qr')
    const [draft] = placeOrder.mock.calls[0] ?? []
    expect(draft).toMatchObject({ phone: 'iphone', phoneModel: 'iPhone 15', imei: IMEI })
  })

  it('does not stay folded where something in it has to be filled in', async () => {
    const { user } = await openSell('whole_phone_needed')
    await fillIn(user, 'guest@example.com')
    await user.click(screen.getByLabelText('iPhone'))
    const fold = await screen.findByTestId<HTMLDetailsElement>('about-phone')
    fold.open = false
    fold.dispatchEvent(new Event('toggle'))
    expect(fold.open, 'it is back at once').toBe(true)
  })

  it('is open and asked for where the provider wants model and IMEI', async () => {
    const { user, fake } = await openSell('whole_phone_needed')
    const placeOrder = vi.spyOn(fake, 'placeOrder')
    await fillIn(user)
    await user.click(screen.getByRole('radio', { name: 'Samsung' }))
    const fold = await screen.findByTestId<HTMLDetailsElement>('about-phone')
    expect(fold.open, 'nobody has to look for it').toBe(true)
    expect(fold.textContent).toContain(words.t.sell.wholePhoneNeeded)
    await user.click(buyButton())
    await waitFor(() => expect(document.activeElement?.getAttribute('name')).toBe('phone_model'))
    await user.type(screen.getByLabelText(/Model/), 'Galaxy S24')
    await user.type(screen.getByLabelText(/IMEI/), IMEI)
    await user.click(buyButton())
    await screen.findByTestId('qr')
    const [draft] = placeOrder.mock.calls.at(-1) ?? []
    expect(draft).toMatchObject({ phone: 'samsung', phoneModel: 'Galaxy S24', imei: IMEI })
  })

  it('opens where something in it is wrong, and leads there', async () => {
    const { user, fake } = await openSell()
    await fillIn(user)
    await user.click(screen.getByRole('radio', { name: 'Samsung' }))
    const fold = await screen.findByTestId<HTMLDetailsElement>('about-phone')
    await user.click(screen.getByText('About the phone'))
    const imei = screen.getByLabelText(/IMEI/)
    await user.type(imei, '490154203237519')
    fold.open = false
    await user.click(buyButton())
    await failure('fields')
    await waitFor(() => expect(document.activeElement, 'where to mend it').toBe(imei))
    expect(fold.open).toBe(true)
    expect(screen.getByText(/check digits are wrong/)).toBeTruthy()
    expect(fake.world.snapshot.orders, 'nothing was bought').toHaveLength(0)
  })

  it('says nothing of a phone that was not chosen after all', async () => {
    const { user, desk, fake } = await openSell()
    const placeOrder = vi.spyOn(fake, 'placeOrder')
    await fillIn(user)
    await user.click(screen.getByRole('radio', { name: 'iPhone' }))
    await screen.findByTestId('about-phone')
    desk.sale.imei = IMEI
    await user.click(screen.getByRole('radio', { name: 'iPhone' }))
    await user.click(buyButton())
    await screen.findByTestId('qr')
    expect(placeOrder.mock.calls[0]?.[0]).toMatchObject({ phone: null, phoneModel: '', imei: '' })
  })
})
