import { screen, waitFor } from '@testing-library/svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { beNoBrowser, mayDoByItself } from '../src/lib/no-browser'
import { paced, scanned, scannedInFrench } from './pace'
import { buyButton, fillIn, open, openSell, type Window } from './window'

/** Longer than a press waits for the key that would make it a scan. */
const settled = () => new Promise((then) => setTimeout(then, 1_300))

async function readyToBuy(): Promise<Window & { bought: () => number }> {
  const opened = await openSell()
  const placeOrder = vi.spyOn(opened.fake, 'placeOrder')
  await fillIn(opened.user)
  return { ...opened, bought: () => placeOrder.mock.calls.length }
}

/** Keys as a scanner sends them: `{Enter}` and the like are one key. */
const scan = ({ user }: Window, keys: string) => scanned(() => user.keyboard(keys))

describe('a scan while the button that buys has the focus', () => {
  it.each([
    ['an EID', '89034011560010000000000000000121{Enter}'],
    ['with two Enters', 'ROOM-204{Enter}{Enter}'],
    ['a boarding pass, which holds spaces', 'M1KELLER/MARIA E1ABCDE'],
    ['a passport', 'P<DKELLER<<MARIA<<<<<<<<{Enter}'],
    ['a French keyboard’s digits', '&é"\'(-è_çà{Enter}'],
    ['a vCard', 'BEGIN:VCARD{Enter}VERSION:3.0{Enter}END:VCARD{Enter}'],
    ['that begins with Enter', '{Enter}12345678{Enter}'],
    ['that begins with a space', ' 12345678'],
    ['of two characters', '42{Enter}'],
    ['of one', '4{Enter}'],
    ['with a tab in its middle', 'AB{Tab}CD{Enter}'],
    ['with control keys', '{Control>}b{/Control}ABC{Control>}j{/Control}{Enter}'],
  ])('%s buys nothing, and the focus stays', async (_, keys) => {
    const window = await readyToBuy()
    buyButton().focus()
    await scan(window, keys)
    await settled()
    expect(window.bought()).toBe(0)
    expect(document.activeElement).toBe(buyButton())
  })

  it('is told beside the button, and a press of its own is taken', async () => {
    const window = await readyToBuy()
    buyButton().focus()
    await scan(window, 'ROOM-204{Enter}')
    expect(screen.getByText(/Not accepted/).getAttribute('role'), 'also to a reader').toBe('status')
    await window.user.keyboard('{Enter}')
    await waitFor(() => expect(window.bought()).toBe(1))
  })
})

describe('what was typed fast, with a scan right behind it', () => {
  it('stays in its field', async () => {
    const window = await readyToBuy()
    const email = screen.getByTestId<HTMLInputElement>('email')
    email.focus()
    await scanned(async () => {
      await window.user.keyboard('.uk')
      buyButton().focus()
      await window.user.keyboard('12345678{Enter}')
    })
    expect(email.value).toBe('guest@example.com.uk')
  })

  it('is no part of the next code', async () => {
    const { user } = await readyToBuy()
    await user.click(screen.getByLabelText('iPhone'))
    const eid = document.querySelector<HTMLInputElement>('[name=eid]')
    if (!eid) throw new Error('an iPhone has an EID')
    eid.focus()
    await scanned(async () => {
      await user.keyboard('89034011560010000000000000000211{Enter}')
      eid.select()
      await user.keyboard('89034011560010000000000000000121{Enter}')
    })
    expect(eid.value).toBe('89034011560010000000000000000121')
  })
})

describe('a press with the keyboard', () => {
  it.each(['{Enter}', ' '])('%o buys once where it stands alone', async (key) => {
    const window = await readyToBuy()
    buyButton().focus()
    await window.user.keyboard(key)
    await waitFor(() => expect(window.bought()).toBe(1))
  })

  it.each([
    ['soon after another key', 300, 'a{Enter}'],
    ['twice in a row, which is a double press', 200, 'a{Enter}{Enter}'],
  ])('%s does not count', async (what, pause, keys) => {
    const window = await readyToBuy()
    buyButton().focus()
    await paced(pause, () => window.user.keyboard(keys))
    await settled()
    expect(window.bought(), what).toBe(0)
  })

  it('that brought the focus to the button does not press it, however it goes on', async () => {
    const window = await readyToBuy()
    screen.getByTestId('email').focus()
    await window.user.keyboard('{Enter>20}')
    expect(document.activeElement).toBe(buyButton())
    await settled()
    expect(window.bought()).toBe(0)
  })

  it('is taken from a reader’s own command, which has no key', async () => {
    const window = await readyToBuy()
    buyButton().click()
    await waitFor(() => expect(window.bought()).toBe(1))
  })

  it('is taken from a reader where keys have the time of another computer', async () => {
    const window = await readyToBuy()
    const key = new KeyboardEvent('keydown', { key: 'x', bubbles: true })
    Object.defineProperty(key, 'timeStamp', { value: Number.MAX_SAFE_INTEGER })
    screen.getByTestId('email').dispatchEvent(key)
    buyButton().click()
    await waitFor(() => expect(window.bought()).toBe(1))
  })

  it('waits once more on a page that was too busy to hear what followed', async () => {
    const window = await readyToBuy()
    buyButton().focus()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    try {
      const key = (name: string) =>
        buyButton().dispatchEvent(
          new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }),
        )
      await scanned(async () => {
        key('Enter')
        // Its time is over before anything else could be heard.
        const now = performance.now()
        vi.spyOn(performance, 'now').mockReturnValue(now + 1_900)
        vi.advanceTimersByTime(1_000)
        key('4')
        vi.advanceTimersByTime(5_000)
        return Promise.resolve()
      })
      expect(window.bought(), 'it was the first of a scan').toBe(0)
      await scanned(() => Promise.resolve(key('Enter')))
      vi.advanceTimersByTime(2_000)
      expect(window.bought(), 'and no press is put off for ever').toBe(1)
    } finally {
      vi.useRealTimers()
      vi.restoreAllMocks()
    }
  })
})

describe('a key that goes down and up faster than a finger', () => {
  const key = (kind: string, name: string) =>
    buyButton().dispatchEvent(new KeyboardEvent(kind, { key: name, bubbles: true, cancelable: true }))

  it.each(['Enter', ' '])('%o is no press while the rest of a scan may be on its way', async (first) => {
    const window = await readyToBuy()
    buyButton().focus()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    try {
      await scanned(() => {
        key('keydown', first)
        key('keyup', first)
        // Heard so late, though typed at once.
        vi.advanceTimersByTime(900)
        key('keydown', '4')
        vi.advanceTimersByTime(5_000)
        return Promise.resolve()
      })
      expect(window.bought()).toBe(0)
      await paced(60, () => {
        vi.advanceTimersByTime(1)
        key('keydown', first)
        key('keyup', first)
        vi.advanceTimersByTime(150)
        return Promise.resolve()
      })
      expect(window.bought(), 'a finger need not wait').toBe(1)
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('a double press with the pointer', () => {
  const click = (button: HTMLElement, detail: number) =>
    button.dispatchEvent(new MouseEvent('click', { detail, bubbles: true, cancelable: true }))

  it('whose first half was for what stood there before decides nothing', async () => {
    const window = await readyToBuy()
    click(buyButton(), 2)
    expect(window.bought()).toBe(0)
    expect((await screen.findByText(/Not accepted/)).getAttribute('role')).toBe('status')
    click(buyButton(), 1)
    await waitFor(() => expect(window.bought()).toBe(1))
  })
})

describe('a key that ends a hand-over', () => {
  const handingOver = async () => {
    const window = await readyToBuy()
    await window.user.click(buyButton())
    await screen.findByTestId('done')
    return window
  }

  it.each(['{Escape}', '{Control>}n{/Control}'])('%s does so alone', async (key) => {
    const window = await handingOver()
    await window.user.keyboard(key)
    await waitFor(() => expect(window.desk.navigation.screen.name).toBe('sell'))
  })

  it.each(['{Escape}ROOM-204{Enter}', '{Control>}n{/Control}ROOM{Enter}', 'ROOM{Escape}'])(
    'of the scan %s does not',
    async (keys) => {
      const window = await handingOver()
      await scan(window, keys)
      await settled()
      expect(screen.queryByTestId('done')).not.toBeNull()
    },
  )

  it('soon after another does not, and that is told', async () => {
    const window = await handingOver()
    await paced(200, () => window.user.keyboard('a{Escape}'))
    await settled()
    expect(screen.getByText(/Not accepted/).getAttribute('role')).toBe('status')
    expect(screen.queryByTestId('done')).not.toBeNull()
  })
})

describe('a scan into a text field', () => {
  it.each([
    ['A-20261128-17', '{Enter}'],
    ['A-20261128-17', '{Enter}{Enter}'],
    ['Zimmer 204 / Süd', '{Tab}'],
    ['P<DKELLER<<MARIA<<<<<<<<', '{Enter}'],
  ])('%s%s arrives whole, and its end does nothing else', async (text, end) => {
    const window = await readyToBuy()
    const field = screen.getByLabelText<HTMLInputElement>(/Room or receipt/)
    await window.user.click(field)
    await scan(window, `${text}${end}`)
    expect(field.value).toBe(text)
    expect(document.activeElement, 'the focus stays').toBe(field)
    expect(window.bought()).toBe(0)
  })

  it('a vCard with Enters in it stays in one field', async () => {
    const window = await readyToBuy()
    const field = screen.getByLabelText<HTMLInputElement>(/First name/)
    await window.user.click(field)
    await scan(window, 'BEGIN:VCARD{Enter}N:Keller;Maria{Enter}END:VCARD{Enter}')
    expect(field.value).toBe('BEGIN:VCARDN:Keller;MariaEND:VCARD')
    expect(document.activeElement).toBe(field)
  })

  it('leaves a list as it was', async () => {
    const window = await readyToBuy()
    const list = screen.getByLabelText<HTMLSelectElement>(/residence/i)
    await window.user.selectOptions(list, 'DE')
    list.focus()
    list.addEventListener('keydown', (event) => {
      // jsdom does not choose by letters, as web views do.
      if (event.key === 'F') list.value = 'FR'
    })
    await scan(window, 'FRANCE{Enter}')
    expect(list.value).toBe('DE')
  })

  it('of a French layout is the digits that the box has', async () => {
    const window = await readyToBuy()
    await window.user.click(screen.getByRole('radio', { name: 'iPhone' }))
    const eid = screen.getByLabelText<HTMLInputElement>(/EID of the iPhone/)
    await scannedInFrench(eid, '89034011560010000000000000000121')
    await waitFor(() => expect(eid.value).toBe('89034011560010000000000000000121'))
    const imei = screen.getByLabelText<HTMLInputElement>(/IMEI/)
    await scannedInFrench(imei, '490154203237518')
    await waitFor(() => expect(imei.value).toBe('490154203237518'))
  })
})

describe('text that is composed', () => {
  it('is a person’s, and its last Enter neither goes on nor buys', async () => {
    const window = await readyToBuy()
    const field = screen.getByLabelText(/First name/)
    field.focus()
    const event = new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true })
    field.dispatchEvent(event)
    expect(document.activeElement).toBe(field)
    expect(window.bought()).toBe(0)
  })
})

describe('what a page may do with a key by itself', () => {
  const may = (init: KeyboardEventInit, target: HTMLElement = document.body) => {
    const event = new KeyboardEvent('keydown', init)
    Object.defineProperty(event, 'target', { value: target })
    return mayDoByItself(event)
  }
  const field = document.createElement('input')

  it.each<KeyboardEventInit>([
    { key: 'F5' },
    { key: 'F3' },
    { key: 'F7' },
    { key: 'F12' },
    { key: 'F5', ctrlKey: true },
    { key: 'C', ctrlKey: true, shiftKey: true },
    ...[...'rpjfghlosud'].flatMap((key) => [
      { key, ctrlKey: true },
      { key: key.toUpperCase(), ctrlKey: true, shiftKey: true },
      ...(key === 'h' ? [] : [{ key, metaKey: true }]), // hides the program on a Mac
    ]),
    { key: 'ArrowLeft', altKey: true },
    { key: 'ArrowRight', altKey: true },
    { key: 'Home', altKey: true },
    { key: 'BrowserBack' },
    { key: 'BrowserRefresh' },
    { key: 'Find' },
    { key: 'ContextMenu' },
  ])('nothing with %o, in a field or not', (init) => {
    expect(may(init)).toBe(false)
    expect(may(init, field)).toBe(false)
  })

  it('going back with Backspace is nothing outside a field', () => {
    expect(may({ key: 'Backspace' })).toBe(false)
    expect(may({ key: 'Backspace' }, field)).toBe(true)
  })

  it.each<KeyboardEventInit>([
    ...[...'acvxz'].map((key) => ({ key, ctrlKey: true })),
    { key: 'v', metaKey: true },
    { key: 'ArrowLeft', ctrlKey: true },
    { key: '@', ctrlKey: true, altKey: true },
    { key: '€', altKey: true },
    { key: '6', altKey: true, code: 'Numpad6' },
    { key: 'a' },
    { key: 'Tab' },
    { key: '+', ctrlKey: true },
    { key: 'F4', altKey: true },
  ])('typing and editing with %o', (init) => {
    expect(may(init, field)).toBe(true)
  })
})

describe('a page that begins anew', () => {
  it('goes on with the sale that was half typed, under the same name', async () => {
    const first = await readyToBuy()
    await waitFor(() => expect(first.fake.left.typed).toContain('guest@example.com'))
    const draft = first.desk.sale.plan && first.desk.sale.draft(first.desk.sale.plan, false)
    const second = await open('account=signed_in', first.fake)
    await waitFor(() => expect(second.desk.sale.email).toBe('guest@example.com'))
    const again = second.desk.sale.plan && second.desk.sale.draft(second.desk.sale.plan, false)
    expect(again, 'a second press would be the same order').toEqual(draft)
  })

  it('keeps nothing of a form that is empty, or that was sold', async () => {
    const { user, fake } = await readyToBuy()
    await waitFor(() => expect(fake.left.typed).not.toBeNull())
    await user.click(buyButton())
    await waitFor(() => expect(fake.left.typed).toBeNull())
  })

  it('shows the order that it became while nobody was there', async () => {
    const first = await openSell('orders')
    const [order] = first.desk.snapshot.orders
    first.fake.left = { ...first.fake.left, typed: null, placed: order?.key ?? 0 }
    const second = await open('account=signed_in', first.fake)
    await waitFor(() => expect(second.desk.navigation.screen).toMatchObject({ order: order?.key }))
  })
})

describe('what a page may do with a pointer by itself', () => {
  let end: () => void
  beforeEach(() => {
    end = beNoBrowser(window)
    document.body.innerHTML = '<h1>Sell an eSIM</h1><input type="email" />'
  })
  afterEach(() => end())

  const happens = (event: Event, target: EventTarget = document.body) => {
    target.dispatchEvent(event)
    return event.defaultPrevented
  }
  const field = () => document.querySelector('input') as HTMLInputElement
  const of = (kind: string, more: Record<string, unknown> = {}) =>
    Object.assign(new Event(kind, { bubbles: true, cancelable: true }), more)

  it.each(['dragenter', 'dragover', 'drop', 'dragstart', 'contextmenu', 'gesturestart', 'gesturechange'])(
    '%s does nothing, wherever it is',
    (kind) => {
      expect(happens(of(kind))).toBe(true)
      expect(happens(of(kind), field())).toBe(true)
    },
  )

  it('two fingers zoom nothing, and one scrolls', () => {
    expect(happens(of('touchmove', { touches: [1, 2] }))).toBe(true)
    expect(happens(of('touchstart', { touches: [1, 2] }))).toBe(true)
    expect(happens(of('touchmove', { touches: [1] }))).toBe(false)
  })

  it('the wheel scrolls, and zooms nothing', () => {
    expect(happens(of('wheel', { ctrlKey: true }))).toBe(true)
    expect(happens(of('wheel', { ctrlKey: false, metaKey: false }))).toBe(false)
  })

  it('leaves no caret where nothing is typed, and what is marked stays', () => {
    const text = document.querySelector('h1')?.firstChild
    const marked = getSelection()
    if (!text || !marked) throw new Error('a page has both')
    marked.setBaseAndExtent(text, 0, text, 3)
    document.dispatchEvent(new Event('selectionchange'))
    expect(marked.toString()).toBe('Sel')
    marked.collapse(text, 2)
    document.dispatchEvent(new Event('selectionchange'))
    expect(marked.rangeCount).toBe(0)
  })

  it('leaves none behind where the field that had it goes away', async () => {
    const heading = document.querySelector('h1')
    const marked = getSelection()
    if (!heading || !marked) throw new Error('a page has both')
    field().focus()
    // As WebKit does: the caret stays where the field was.
    marked.collapse(document.body, 1)
    field().remove()
    heading.tabIndex = -1
    heading.focus()
    await Promise.resolve()
    expect(marked.rangeCount).toBe(0)
  })
})
