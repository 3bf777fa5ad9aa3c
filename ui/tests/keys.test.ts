import { screen, waitFor } from '@testing-library/svelte'
import { afterEach, describe, expect, it } from 'vitest'
import { shortcutOf } from '../src/lib/keys'
import { mayDoByItself } from '../src/lib/no-browser'
import { fillIn, openSell } from './window'

const platform = navigator.platform

function onMac() {
  Object.defineProperty(navigator, 'platform', { value: 'MacIntel', configurable: true })
}

afterEach(() => {
  Object.defineProperty(navigator, 'platform', { value: platform, configurable: true })
})

describe('the sheet of keys', () => {
  it.each(['?', '{F1}'])('opens with %s, and Esc closes it and nothing else', async (key) => {
    const { user, desk } = await openSell()
    await user.click(screen.getByTestId('nav-orders'))
    await screen.findByRole('heading', { name: 'Orders' })
    await user.keyboard(key)
    const sheet = await screen.findByRole('dialog', { name: 'Keys' })
    expect(sheet.textContent).toContain('Ctrl N')
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(desk.navigation.screen.name, 'the key was the sheet’s').toBe('orders')
  })

  it('opens from the menu, too, for whoever knows no key', async () => {
    const { user } = await openSell()
    await user.click(screen.getByTestId('keys'))
    expect(await screen.findByRole('dialog', { name: 'Keys' })).toBeTruthy()
  })

  it('does not open where a question mark is typed, nor over a code', async () => {
    const { user, desk } = await openSell('orders')
    await user.type(screen.getByTestId('email'), '?')
    expect(screen.queryByRole('dialog')).toBeNull()
    const ready = desk.snapshot.orders.find(({ state }) => state === 'ready')
    desk.navigation.go({ name: 'hand_over', order: ready?.key ?? 0 })
    await screen.findByTestId('qr')
    await user.keyboard('{F1}')
    expect(screen.queryByRole('dialog'), 'nothing lies on a code').toBeNull()
  })
})

describe('the keys of the program', () => {
  it('lead to the search of plans, and to each place', async () => {
    const { user, desk } = await openSell()
    await fillIn(user)
    await user.keyboard('{Control>}3{/Control}')
    expect(desk.navigation.screen.name).toBe('settings')
    await user.keyboard('{Control>}2{/Control}')
    expect(desk.navigation.screen.name).toBe('orders')
    await user.keyboard('{Control>}f{/Control}')
    expect(desk.navigation.screen.name, 'a list of orders has a search of its own').toBe('orders')
    await user.keyboard('{Control>}1{/Control}')
    await user.keyboard('{Control>}f{/Control}')
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('search')))
    expect(desk.sale.email, 'and cost nothing that was typed').toBe('guest@example.com')
  })

  it('are a Mac’s own on a Mac: Cmd, while Ctrl stays with the text fields', async () => {
    onMac()
    const { user, desk } = await openSell()
    expect(screen.getByRole('button', { name: /New sale/ }).textContent).toContain('⌘N')
    await fillIn(user)
    await user.keyboard('{Control>}n{/Control}')
    expect(desk.sale.email, 'Ctrl N goes to the next line').toBe('guest@example.com')
    await user.keyboard('{Meta>}n{/Meta}')
    await waitFor(() => expect(desk.sale.email).toBe(''))
    await user.keyboard('{Meta>},{/Meta}')
    expect(desk.navigation.screen.name, 'where a Mac’s settings are').toBe('settings')
  })

  it.each<[string, KeyboardEventInit]>([
    ['the next word', { key: 'ArrowRight', altKey: true }],
    ['a word away', { key: 'Backspace', altKey: true }],
    ['the end of the line', { key: 'e', ctrlKey: true }],
  ])('leave a Mac’s text field %s, and only it', (_, init) => {
    const field = document.createElement('input')
    document.body.append(field)
    const may = (place: EventTarget) => {
      const event = new KeyboardEvent('keydown', init)
      Object.defineProperty(event, 'target', { value: place })
      return mayDoByItself(event)
    }
    expect(may(field), 'elsewhere it leads back, or does what a browser does').toBe(false)
    onMac()
    expect(may(field)).toBe(true)
    expect(may(document.body)).toBe(false)
    field.remove()
  })
})

describe('a key on a layout without Latin letters', () => {
  /** Key, its place, and the letter that is printed beside it. */
  const layouts: [string, string, string, string][] = [
    ['Cyrillic', 'с', 'KeyC', 'c'],
    ['Cyrillic', 'м', 'KeyV', 'v'],
    ['Cyrillic', 'Ф', 'KeyA', 'a'],
    ['Greek', 'χ', 'KeyX', 'x'],
    ['Hebrew', 'ז', 'KeyZ', 'z'],
    ['Arabic', 'ر', 'KeyV', 'v'],
  ]
  const may = (init: KeyboardEventInit, target: HTMLElement) => {
    const event = new KeyboardEvent('keydown', init)
    Object.defineProperty(event, 'target', { value: target })
    return mayDoByItself(event)
  }
  const field = document.createElement('input')

  it.each(layouts)('edits a field as on any other: %s %s', (_, key, code) => {
    expect(may({ key, code, ctrlKey: true }, field)).toBe(true)
    expect(may({ key, code, ctrlKey: true, altKey: false }, document.body), 'copying alone').toBe(
      code === 'KeyC',
    )
  })

  it.each([
    ['к', 'KeyR'],
    ['з', 'KeyP'],
    ['ר', 'KeyR'],
    ['ع', 'KeyU'],
  ])('does what a browser does as little: %s', (key, code) => {
    expect(may({ key, code, ctrlKey: true }, field)).toBe(false)
  })

  it('is the program’s own by its place', () => {
    const pressed = (key: string, code: string) =>
      shortcutOf(new KeyboardEvent('keydown', { key, code, ctrlKey: true }))
    expect(pressed('т', 'KeyN')).toBe('new_sale')
    expect(pressed('а', 'KeyF')).toBe('search')
    expect(pressed('ν', 'KeyN')).toBe('new_sale')
    expect(pressed('כ', 'KeyF')).toBe('search')
    expect(pressed('б', 'Comma')).toBe('settings')
    expect(pressed('к', 'KeyR')).toBeNull()
  })

  it('leaves layouts with Latin letters to their own letters', () => {
    const pressed = (key: string, code: string) =>
      shortcutOf(new KeyboardEvent('keydown', { key, code, ctrlKey: true }))
    expect(pressed('n', 'KeyL'), 'Dvorak’s N').toBe('new_sale')
    expect(pressed('b', 'KeyN'), 'and what it has where N is printed').toBeNull()
    expect(pressed('ñ', 'KeyN'), 'a Latin letter, too').toBeNull()
    expect(may({ key: 'a', code: 'KeyQ', ctrlKey: true }, field), 'AZERTY’s A').toBe(true)
    expect(may({ key: 'q', code: 'KeyA', ctrlKey: true }, field), 'AZERTY’s Q').toBe(false)
  })
})
