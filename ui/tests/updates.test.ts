import { screen, waitFor, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import type { InTheWay, UpdateTrouble } from '../src/backend/bindings'
import { open, openSell, type Window } from './window'

async function notice(): Promise<HTMLElement> {
  const found = await screen.findByTestId('update')
  await waitFor(() => expect(found.textContent.trim()).not.toBe(''))
  return found
}

/** What Rust says of updates from now on. */
async function hears({ desk, fake }: Window, part: Partial<Window['fake']['world']['snapshot']['updates']>) {
  fake.world.change({ updates: { ...fake.world.snapshot.updates, ...part } })
  await desk.hear(structuredClone(fake.world.snapshot))
}

describe('a newer version', () => {
  it('is told beside the sale, with its notes as the text that they are', async () => {
    await openSell('update=none&ugly')
    const told = await notice()
    expect(told.textContent).toContain('eSIM Desk 10.20.30-beta.400 is available')
    expect(told.textContent, 'no markup is made of it').toContain('<b>New</b> & "better"')
    expect(told.querySelector('b, a, img')).toBeNull()
    expect(told.getAttribute('role'), 'and takes nothing over').toBe('status')
  })

  it('is installed on a press, and shows how far it is', async () => {
    const window = await openSell('update=none')
    await window.user.click(within(await notice()).getByTestId('install-update'))
    const progress = await screen.findByRole<HTMLProgressElement>('progressbar')
    expect(progress.value).toBe(40)
    expect(progress.getAttribute('aria-label')).toBe('Downloading eSIM Desk 0.2.0')
  })

  it('that is not wanted now is gone from the sale, and stays in the settings', async () => {
    const { user } = await openSell('update=none')
    await user.click(within(await notice()).getByTestId('update-not-now'))
    await waitFor(() => expect(screen.queryByTestId('update')).toBeNull())
    await user.click(screen.getByTestId('nav-settings'))
    expect(await screen.findByText('eSIM Desk 0.2.0 is available')).toBeTruthy()
    expect(screen.getByTestId('install-update')).toBeTruthy()
  })

  it.each(['package_manager', 'it'])('that %s installs has words and no button for it', async (who) => {
    await openSell(`update=none&installed_by=${who}`)
    const told = await notice()
    expect(told.textContent).toMatch(who === 'it' ? /your IT installs it/ : /package manager/)
    expect(within(told).queryByTestId('install-update')).toBeNull()
    expect(within(told).getByRole('button', { name: 'OK' })).toBeTruthy()
  })

  it('without a file for this computer says so', async () => {
    const window = await openSell('update=none')
    const release = { version: '0.2.0', notes: '', installable: false }
    await hears(window, { release })
    expect(await screen.findByText(/no installer for this computer yet/)).toBeTruthy()
    expect(screen.queryByTestId('install-update')).toBeNull()
  })
})

describe('an installation', () => {
  it.each<[InTheWay, RegExp]>([
    ['order_being_sent', /has answered the order/],
    ['code_on_screen', /off the screen/],
    ['customer_waits', /just placed is handed over/],
    ['sale_begun', /sale that is half typed, or set aside/],
    ['top_up_begun', /top-up that is half typed, or set aside/],
    ['line_begun', /line of a group/],
    ['table_begun', /table of several guests/],
  ])('that waits says for what: %s', async (until, words) => {
    const window = await openSell('update=none')
    await hears(window, { step: { kind: 'waiting', until } })
    expect((await screen.findByTestId('update-waits')).textContent).toMatch(words)
    await window.user.click(screen.getByTestId('update-not-now'))
    await waitFor(() => expect(screen.queryByTestId('update'), 'and can be given up').toBeNull())
  })

  it('that has begun cannot be pressed away', async () => {
    const window = await openSell('update=installing')
    const told = await notice()
    expect(told.textContent).toContain('closes now')
    expect(within(told).queryAllByRole('button')).toEqual([])
    expect(window.desk.failure).toBeNull()
  })

  it.each<UpdateTrouble>(['not_reached', 'unreadable', 'not_genuine', 'disk', 'installer'])(
    'that failed says why, and that selling goes on: %s',
    async (why) => {
      const window = await openSell('update=none')
      await hears(window, { step: { kind: 'failed', why } })
      expect((await screen.findByTestId('update-failed')).textContent.trim()).not.toBe('')
      const told = await notice()
      expect(told.textContent).toContain('You can keep selling')
      expect(within(told).getByTestId('install-update').textContent).toContain('Try again')
    },
  )

  it('that an earlier start began and that never arrived is told until somebody has read it', async () => {
    const window = await openSell()
    await hears(window, { notInstalled: '0.2.0' })
    const told = await notice()
    expect(told.textContent).toContain('eSIM Desk 0.2.0 was not installed')
    expect(within(told).queryByTestId('install-update'), 'nobody knows of one now').toBeNull()
    await window.user.click(within(told).getByRole('button', { name: 'OK' }))
    await waitFor(() => expect(screen.queryByTestId('update')).toBeNull())
  })
})

describe('the settings', () => {
  async function openSettings(address = ''): Promise<Window> {
    const opened = await openSell(address)
    await opened.user.click(screen.getByTestId('nav-settings'))
    await screen.findByTestId('updates')
    return opened
  }

  it('say when the program looked, and that there was nothing, or why it does not know', async () => {
    const window = await openSettings()
    expect(screen.getByText(/first check comes some minutes/)).toBeTruthy()
    await hears(window, { looked: { at: '2026-11-28T06:00:00Z', trouble: null } })
    expect(await screen.findByText(/this is the newest version/)).toBeTruthy()
    await hears(window, { looked: { at: '2026-11-28T06:00:00Z', trouble: 'not_reached' } })
    expect(await screen.findByText(/nobody could be reached/)).toBeTruthy()
  })

  it('choose whether and which ones', async () => {
    const { user, fake } = await openSettings()
    await user.click(screen.getByRole('radio', { name: 'Previews too' }))
    await waitFor(() => expect(fake.world.snapshot.settings.updateChannel).toBe('preview'))
    const group = screen.getByRole('group', { name: 'Look for newer versions' })
    await user.click(within(group).getByRole('radio', { name: 'No' }))
    await waitFor(() => expect(fake.world.snapshot.settings.lookForUpdates).toBe(false))
    expect(screen.queryByText(/first check comes/), 'there is none').toBeNull()
  })

  it('of a copy that never looks say that and nothing else', async () => {
    const window = await openSettings()
    await hears(window, { installedBy: null })
    expect(await screen.findByText('This copy does not look for newer versions.')).toBeTruthy()
    expect(screen.queryByRole('radio', { name: 'Previews too' })).toBeNull()
  })
})

it('before there is an account nothing is told of it', async () => {
  const { desk } = await open('account=none&update=none')
  await screen.findByTestId('welcome-connect')
  expect(desk.snapshot.updates.release, 'though there is something').not.toBeNull()
  expect(screen.queryByTestId('update')).toBeNull()
})

it('nor beside a code', async () => {
  const { desk } = await openSell('update=none&orders')
  await notice()
  const ready = desk.snapshot.orders.find(({ state }) => state === 'ready')
  if (!ready) throw new Error('the fake has one')
  desk.navigation.go({ name: 'hand_over', order: ready.key })
  await screen.findByTestId('qr')
  expect(screen.queryByTestId('update')).toBeNull()
  desk.navigation.go({ name: 'sell' })
  await notice()
})
