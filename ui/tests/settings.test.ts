import { screen, waitFor } from '@testing-library/svelte'
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

  it('that is typed says when it is saved', async () => {
    const { user, fake } = await openSettings()
    const name = screen.getByLabelText('Name of this desk')
    await user.clear(name)
    await user.type(name, 'Empfang Süd{Enter}')
    expect(await screen.findByText('Saved')).toBeTruthy()
    expect(fake.world.snapshot.settings.deskName).toBe('Empfang Süd')
  })
})
