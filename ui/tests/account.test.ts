import { screen, waitFor } from '@testing-library/svelte'
import { describe, expect, it, vi } from 'vitest'
import { failure, fillIn, buyButton, open, openSell, type Window } from './window'

async function openForm(address: string): Promise<Window> {
  const opened = await open(address)
  await opened.user.click(screen.getByTestId('welcome-connect'))
  await screen.findByTestId('account-check')
  return opened
}

async function typeCredentials({ user }: Window): Promise<void> {
  await user.type(screen.getByLabelText('Client id'), 'hotel-miramar')
  await user.click(screen.getByRole('radio', { name: 'No' }))
  await user.type(screen.getByLabelText('Client secret'), 'open sesame')
}

describe('connecting an account', () => {
  it('sends what was typed, drops the secret and goes on to selling', async () => {
    const opened = await openForm('account=none')
    const connect = vi.spyOn(opened.fake, 'connectAccount')
    await typeCredentials(opened)
    await opened.user.keyboard('{Enter}')
    expect(await screen.findAllByTestId('plan-row'), 'Enter checks and saves').toBeTruthy()
    expect(connect.mock.calls[0]?.[0]).toMatchObject({
      service: { kind: 'production' },
      credential: { kind: 'client', id: 'hotel-miramar', secret: 'open sesame' },
      country: 'DE',
      keep: 'keychain',
    })
    expect(document.body.innerHTML, 'the secret is nowhere on the page').not.toContain('open sesame')
  })

  it('keeps everything typed when the service says no', async () => {
    const opened = await openForm('account=none&fail=connectAccount:not_signed_in')
    await typeCredentials(opened)
    await opened.user.click(screen.getByTestId('account-check'))
    await failure('not_signed_in')
    expect(screen.getByLabelText<HTMLInputElement>('Client id').value).toBe('hotel-miramar')
    expect(
      screen.getByLabelText<HTMLInputElement>('Client secret').value,
      'one letter may be all that is wrong',
    ).toBe('open sesame')
  })

  it('marks each field that is wrong and leads to the first', async () => {
    const { user } = await openForm('account=none')
    await user.click(screen.getByTestId('account-check'))
    await failure('fields')
    const id = screen.getByLabelText('Client id')
    await waitFor(() => expect(document.activeElement).toBe(id))
    expect(id.getAttribute('aria-invalid')).toBe('true')
    expect(screen.getByLabelText('Client secret').getAttribute('aria-invalid')).toBe('true')
  })

  it('asks whether the account is used elsewhere, and takes no answer for granted', async () => {
    const opened = await openForm('account=none')
    const connect = vi.spyOn(opened.fake, 'connectAccount')
    const answers = () => ['Yes', 'No'].map((name) => screen.getByRole<HTMLInputElement>('radio', { name }))
    expect(
      answers().some(({ checked }) => checked),
      'nothing is chosen',
    ).toBe(false)
    await opened.user.type(screen.getByLabelText('Client id'), 'hotel-miramar')
    await opened.user.type(screen.getByLabelText('Client secret'), 'open sesame')
    await opened.user.click(screen.getByTestId('account-check'))
    await failure('fields')
    expect(connect.mock.calls[0]?.[0], 'no answer is no answer').toMatchObject({ severalDesks: null })
    const asked = screen.getByRole('radiogroup', { name: /other desks/ })
    expect(asked.getAttribute('aria-invalid'), 'and the form says so').toBe('true')
    await opened.user.click(screen.getByRole('radio', { name: 'Yes' }))
    await opened.user.click(screen.getByTestId('account-check'))
    await screen.findAllByTestId('plan-row')
    expect(connect.mock.calls[1]?.[0]).toMatchObject({ severalDesks: true })
  })

  it('refuses an address that would show the secret to everyone on the way', async () => {
    const opened = await openForm('account=none')
    await opened.user.click(screen.getByText('Advanced'))
    await opened.user.click(screen.getByRole('radio', { name: 'Another address', hidden: true }))
    await opened.user.type(
      screen.getByLabelText('eSIM provider’s address'),
      'http://connect.example/connect-api',
    )
    await typeCredentials(opened)
    await opened.user.click(screen.getByTestId('account-check'))
    expect(await screen.findByText(/must begin with https/)).toBeTruthy()
  })

  it('without a keychain offers to keep the secret until the app closes, and never does so by itself', async () => {
    const opened = await openForm('account=none&fail=connectAccount:keychain')
    const connect = vi.spyOn(opened.fake, 'connectAccount')
    await typeCredentials(opened)
    await opened.user.click(screen.getByTestId('account-check'))
    await failure('keychain')
    expect(connect.mock.calls[0]?.[0].keep, 'the keychain is asked first').toBe('keychain')
    await opened.user.click(screen.getByRole('button', { name: 'Keep it only until I close the app' }))
    expect(await screen.findAllByTestId('plan-row'), 'selling works without a keychain').toBeTruthy()
    expect(connect.mock.calls[1]?.[0].keep).toBe('until_close')
    await opened.user.click(screen.getByTestId('nav-settings'))
    expect(
      await screen.findByText('kept only until you close the app'),
      'Settings say where the secret is',
    ).toBeTruthy()
  })

  it('takes a pasted token under a name of its own', async () => {
    const { user, fake } = await openForm('account=none')
    const connect = vi.spyOn(fake, 'connectAccount')
    await user.click(screen.getByRole('radio', { name: 'Access token' }))
    await user.type(screen.getByLabelText('Name for this account'), 'Trial')
    await user.type(screen.getByLabelText('Access token', { selector: 'input[type="password"]' }), 'abc.def')
    await user.click(screen.getByRole('radio', { name: 'No' }))
    await user.click(screen.getByTestId('account-check'))
    await screen.findAllByTestId('plan-row')
    expect(connect.mock.calls[0]?.[0].credential).toEqual({ kind: 'token', name: 'Trial', token: 'abc.def' })
  })
})

describe('an account that is locked away', () => {
  it('says why and opens when the keychain is unlocked', async () => {
    const { user } = await open('account=locked&keychain=waiting_for_unlock')
    const told = await failure('keychain')
    expect(told.textContent).toContain('The keychain is locked')
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findAllByTestId('plan-row')).toBeTruthy()
  })

  it('whose secret is no longer accepted asks for the current one under the same name', async () => {
    await open('account=signed_out')
    expect(await screen.findByText(/no longer accepts the secret/)).toBeTruthy()
    expect(screen.getByLabelText<HTMLInputElement>('Client id').value).toBe('hotel-miramar-frontdesk')
  })

  it('that was signed out is tried again with the secret that is kept', async () => {
    const { user, fake } = await open('account=signed_out')
    const tryAgain = vi.spyOn(fake, 'tryAgain')
    await user.click(await screen.findByText('Try again with the stored one'))
    expect(tryAgain).toHaveBeenCalledOnce()
  })

  it('that was signed out is tried again with one that is kept in memory only', async () => {
    const { user, fake } = await open('account=signed_out')
    const { account } = fake.world.snapshot
    if (account.state !== 'signed_out') throw new Error('it is signed out')
    const kept = { ...account.account, kept: 'until_close' as const }
    fake.world.change({ account: { ...account, account: kept } })
    const tryAgain = vi.spyOn(fake, 'tryAgain')
    await user.click(await screen.findByText('Try again with the stored one'))
    expect(tryAgain).toHaveBeenCalledOnce()
    fake.world.change({ account: { ...account, account: kept, why: 'network_changed' } })
    await waitFor(() => expect(screen.queryByText('Try again with the stored one')).toBeNull())
  })
})

describe('signing out', () => {
  it('asks, and says how many orders are still open', async () => {
    const { user, fake } = await openSell('pace=stuck')
    const signOut = vi.spyOn(fake, 'signOut')
    await fillIn(user)
    await user.click(buyButton())
    await screen.findByText('1 order in progress')
    await user.click(screen.getByTestId('nav-settings'))
    await user.click(await screen.findByTestId('settings-signout'))
    const dialog = await screen.findByRole('dialog', { name: 'Sign out now?' })
    expect(dialog.textContent, 'what waits is named').toContain('1 order is still in progress')
    await user.click(screen.getByRole('button', { name: 'Cancel' }))
    expect(signOut, 'asking is not doing').not.toHaveBeenCalled()

    await user.click(screen.getByTestId('settings-signout'))
    const [, confirm] = await screen.findAllByRole('button', { name: 'Sign out' })
    await user.click(confirm as HTMLElement)
    expect(await screen.findByTestId('welcome-demo'), 'and then nobody is signed in').toBeTruthy()
  })
})

describe('closing the window with open orders', () => {
  it('asks, and staying is the answer that Enter gives', async () => {
    const { user, fake } = await openSell('close_asked=2')
    const closeWindow = vi.spyOn(fake, 'closeWindow')
    const keepWindow = vi.spyOn(fake, 'keepWindow')
    const dialog = await screen.findByRole('dialog', { name: 'Orders are still in progress' })
    expect(dialog.textContent).toContain('2 orders are not ready yet')
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Stay' }))
    await user.keyboard('{Enter}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(closeWindow).not.toHaveBeenCalled()
    expect(keepWindow, 'so that the next wish to close is asked about again').toHaveBeenCalledTimes(1)
  })

  it('closes when the staff say so', async () => {
    const { user, fake } = await openSell('close_asked=1')
    const closeWindow = vi.spyOn(fake, 'closeWindow')
    await user.click(await screen.findByRole('button', { name: 'Close anyway' }))
    expect(closeWindow).toHaveBeenCalledTimes(1)
  })
})
