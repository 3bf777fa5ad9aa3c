import { screen, waitFor, within } from '@testing-library/svelte'
import { tick } from 'svelte'
import { describe, expect, it } from 'vitest'
import { failure, openSell, type Window } from './window'

async function openSettings(address = ''): Promise<Window> {
  const opened = await openSell(address)
  await opened.user.click(screen.getByTestId('nav-settings'))
  await screen.findByRole('heading', { name: 'Settings' })
  return opened
}

describe('a setting', () => {
  it('takes effect at once', async () => {
    const { user } = await openSettings()
    await user.click(screen.getByRole('radio', { name: 'Dark' }))
    await waitFor(() =>
      expect(document.documentElement.dataset['theme'], 'the whole window is dark').toBe('dark'),
    )
  })

  it('that was not stored is not shown as chosen, and the reason is told', async () => {
    const { user } = await openSettings('theme=light&fail=changeSettings:settings_file')
    await user.click(screen.getByRole('radio', { name: 'Dark' }))
    await failure('settings_file')
    const stored = screen.getByRole<HTMLInputElement>('radio', { name: 'Light' })
    await waitFor(() => expect(stored.checked, 'the page agrees with the file').toBe(true))
    expect(document.documentElement.dataset['theme']).toBe('light')
  })

  it('that is being typed is not lost when something else changes', async () => {
    const { user, desk, fake } = await openSettings()
    const arrives = () => desk.hear(structuredClone(fake.world.snapshot))
    const name = screen.getByLabelText<HTMLInputElement>('Name of this desk')
    await user.clear(name)
    await user.type(name, 'Recep')
    await arrives()
    await tick()
    expect(name.value, 'half a name').toBe('Recep')

    await user.click(screen.getByRole('radio', { name: 'This one' }))
    const proxy = screen.getByLabelText<HTMLInputElement>('Proxy address')
    await user.type(proxy, 'http://pro')
    await arrives()
    await tick()
    expect(screen.getByLabelText<HTMLInputElement>('Proxy address').value, 'half an address').toBe(
      'http://pro',
    )
  })

  it('of a password is sent once, and the page forgets it', async () => {
    const { user, fake } = await openSettings()
    await user.click(screen.getByRole('radio', { name: 'This one' }))
    await user.type(screen.getByLabelText('Proxy address'), 'http://proxy.example:8080')
    await user.type(screen.getByLabelText(/Proxy user name/), 'till')
    const password = screen.getByLabelText<HTMLInputElement>(/Proxy password/)
    expect(password.type, 'nobody reads it over the shoulder').toBe('password')
    await user.type(password, 'pass word{Enter}')
    expect(await screen.findByText(/are in this computer’s keychain/)).toBeTruthy()
    expect(password.value, 'the field').toBe('')
    const login = { kind: 'set', user: 'till', password: 'pass word' }
    expect(fake.networkChanges).toEqual([
      { kind: 'proxy', value: { kind: 'manual', address: 'http://proxy.example:8080', login } },
    ])
    await user.click(screen.getByTestId('forget-proxy-login'))
    await waitFor(() => expect(screen.queryByTestId('forget-proxy-login')).toBeNull())
  })

  it('of certificates shows whom it trusts, and can be taken back', async () => {
    const { user } = await openSettings()
    const file = screen.getByLabelText<HTMLInputElement>(/Extra certificate file/)
    await user.type(file, '/home/it/company.pem{Enter}')
    expect(await screen.findByText('Example Company Root')).toBeTruthy()
    expect(screen.getByText(/SHA-256 AB:AB/)).toBeTruthy()
    expect(file.value, 'the path is not kept').toBe('')
    await user.click(screen.getByTestId('forget-certificates'))
    await waitFor(() => expect(screen.queryByText('Example Company Root')).toBeNull())
  })

  it('of the network says where it is changed that the secret is asked for again', async () => {
    const { desk, fake } = await openSettings()
    const { account } = fake.world.snapshot
    if (!('account' in account)) throw new Error('somebody is signed in')
    fake.world.change({ account: { state: 'signed_out', account: account.account, why: 'network_changed' } })
    await desk.hear(structuredClone(fake.world.snapshot))
    expect(await screen.findByText(/enter the secret again, or undo the change/)).toBeTruthy()
  })

  it('that is typed says when it is saved', async () => {
    const { user, fake } = await openSettings()
    const name = screen.getByLabelText('Name of this desk')
    await user.clear(name)
    await user.type(name, 'Empfang Süd{Enter}')
    expect(await screen.findByText('Saved')).toBeTruthy()
    expect(fake.world.snapshot.settings.deskName).toBe('Empfang Süd')
  })
})

it('who helps this desk is set part by part, and stands under every reference', async () => {
  const { user, desk } = await openSettings('orders=10')
  const settings = within(screen.getByTestId('helper-settings'))
  for (const [label, text] of [
    ['Name', 'Kim from IT'],
    ['Phone number', '+49 89 1234'],
    ['E-mail', 'it@hotel.example'],
  ] as const) {
    await user.type(settings.getByLabelText(label), `${text}{Enter}`)
    await waitFor(() => expect(Object.values(desk.snapshot.settings.helper)).toContain(text))
  }
  const failed = desk.snapshot.orders.find(({ state }) => state === 'failed')
  desk.openOrder(failed?.key ?? 0)
  const [helper] = await screen.findAllByTestId('helper')
  expect(helper?.textContent, 'beside what they are asked with').toBe(
    'Who helps: Kim from IT, +49 89 1234, it@hotel.example',
  )
})

it('a code that stays in the clipboard is told until it is gone', async () => {
  const { fake } = await openSettings()
  fake.copyStillThere(true)
  expect(await screen.findByText(/may still be in the clipboard/)).toBeTruthy()
  fake.copyStillThere(false)
  await waitFor(() => expect(screen.queryByText(/may still be in the clipboard/)).toBeNull())
})

it('the licences of what is inside are fetched when somebody asks, and can be read with the keyboard', async () => {
  const { user } = await openSettings()
  expect(screen.queryByRole('region', { name: 'Licences of what is inside' }), 'not before').toBeNull()
  await user.click(screen.getByTestId('licences'))
  const text = await screen.findByRole('region', { name: 'Licences of what is inside' })
  expect(text.textContent).toContain('svelte 5')
  expect(text.textContent).toContain('Permission is hereby granted')
  expect(text.tabIndex, 'it scrolls').toBe(0)
  await user.click(screen.getByTestId('licences'))
  expect(screen.queryByRole('region', { name: 'Licences of what is inside' }), 'and put away').toBeNull()
})
