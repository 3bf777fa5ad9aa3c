/** The other ways to hand over: copies, links, the slip, the draft, push install. */
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/svelte'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { guestLanguages, guestWords } from '../src/lang/guest'
import { shortened } from '../src/lib/shorten'
import { millimetres, printedSide } from '../src/lib/slip'
import { colonOf } from '../src/lib/colon'
import { buyButton, failure, fillIn, openSell, type Window } from './window'

const code = 'LPA:1$rsp.sandbox.example$QR-FAKE-1'
const eid = '89034011560010000000000000000121'

// jsdom draws nothing, and would say so loudly.
beforeEach(() => void vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null))

async function handOver(address = '', fill?: (window: Window) => Promise<void>): Promise<Window> {
  const opened = await openSell(address)
  await fillIn(opened.user)
  await fill?.(opened)
  await opened.user.click(buyButton())
  await screen.findByTestId('qr')
  await screen.findByTestId('guest-en')
  return opened
}

async function speak({ user }: Window, language: string): Promise<void> {
  if (!screen.queryByTestId(`guest-${language}`)) await user.click(screen.getByTestId('guest-more'))
  await user.click(await screen.findByTestId(`guest-${language}`))
}

describe('the tools', () => {
  it('are one row of three, with the rest behind a button, all by keyboard', async () => {
    const { user, page } = await handOver()
    const tools = within(screen.getByRole('region', { name: 'Other ways to hand over' }))
    const names = () => tools.getAllByRole('button').map((button) => button.textContent.trim())
    expect(names()).toEqual(['Copy install code', 'Print slip', 'More ways'])

    screen.getByTestId('more-ways').focus()
    await user.keyboard('{Enter}')
    expect(screen.getByTestId('more-ways').getAttribute('aria-expanded')).toBe('true')
    const inOrder = ['copy-picture', 'save-picture', 'mail', 'copy-link-iphone', 'show-link-iphone']
    // Parts of it are fetched when they are asked for.
    for (const tool of inOrder) await screen.findByTestId(tool)
    for (const next of inOrder) {
      await user.tab()
      expect(document.activeElement?.getAttribute('data-testid'), 'the tab key walks through').toBe(next)
    }
    await user.click(screen.getByTestId('slip'))
    expect(screen.queryByTestId('mail'), 'one panel at a time').toBeNull()
    expect(page.querySelectorAll('[data-testid=qr]'), 'the code stays').toHaveLength(1)
  })

  it('a copied picture says that a clipboard history may keep it', async () => {
    const { user } = await handOver()
    await user.click(screen.getByTestId('more-ways'))
    await user.click(screen.getByTestId('copy-picture'))
    expect(await screen.findByText(/clipboard history may keep it/)).toBeTruthy()
  })
})

describe('links', () => {
  it('are copied with exactly the documented bytes, and none can be pressed to open', async () => {
    const { user, fake, page } = await handOver()
    await user.click(screen.getByTestId('more-ways'))
    const link = 'https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=' + code
    await user.click(screen.getByTestId('copy-link-iphone'))
    await waitFor(() => expect(fake.clipboard).toBe(link))
    expect(await screen.findByText('iPhone link copied.')).toBeTruthy()
    await user.click(screen.getByTestId('copy-link-windows'))
    await waitFor(() => expect(fake.clipboard).toBe('lpa:1$rsp.sandbox.example$QR-FAKE-1'))
    expect(page.querySelector('a[href]'), 'it would install on the till’s computer').toBeNull()
  })

  it('for Android are off by default, and their words say that they are not supported', async () => {
    const { user, fake } = await handOver()
    await user.click(screen.getByTestId('more-ways'))
    expect(screen.queryByTestId('copy-link-android')).toBeNull()
    expect(screen.getByText(/The eSIM provider does not support it/)).toBeTruthy()
    await user.click(screen.getByTestId('offer-android'))
    await user.click(await screen.findByTestId('copy-link-android'))
    await waitFor(() => expect(fake.clipboard).toMatch(/^https:\/\/esimsetup\.android\.com\//))
    expect(fake.world.snapshot.settings.androidLink, 'the choice is kept').toBe(true)
  })

  it('as a second code stand beside words that say what it is, and the main code stays', async () => {
    const { user, page } = await handOver()
    const main = screen.getByTestId('qr').outerHTML
    await user.click(screen.getByTestId('more-ways'))
    expect(screen.queryByTestId('link-code'), 'only when asked for').toBeNull()
    await user.click(screen.getByTestId('show-link-iphone'))
    const second = await screen.findByTestId('link-code')
    expect(within(second).getByRole('img', { name: 'Install link, for an iPhone' })).toBeTruthy()
    expect(second.textContent).toContain('Not the code for the SIM menu')
    expect(screen.getByTestId('qr').outerHTML).toBe(main)
    await user.click(screen.getByTestId('show-link-windows'))
    expect(await screen.findByRole('img', { name: 'Install link, for Windows' })).toBeTruthy()
    expect(page.querySelectorAll('[data-testid=link-code]')).toHaveLength(1)
    await user.click(screen.getByTestId('show-link-windows'))
    expect(screen.queryByTestId('link-code'), 'pressed again, it goes').toBeNull()
  })
})

describe('the e-mail draft', () => {
  it('is written in the guest’s language', async () => {
    const opened = await handOver()
    await speak(opened, 'fr')
    await opened.user.click(screen.getByTestId('more-ways'))
    await opened.user.click(screen.getByTestId('mail'))
    const { mail, server, activationCode, confirmation, order, keep } = await guestWords('fr')
    await waitFor(() =>
      expect(opened.fake.mailed).toEqual({ ...mail, server, activationCode, confirmation, order, keep }),
    )
    expect(await screen.findByText(/Nothing has been sent yet/)).toBeTruthy()
  })

  it('without a mail program leads to other ways, and the code stays', async () => {
    const { user } = await handOver('fail=mailDraft:mail')
    await user.click(screen.getByTestId('more-ways'))
    await user.click(screen.getByTestId('mail'))
    const told = await failure('mail')
    expect(told.textContent).toContain('No mail program is set up on this computer')
    expect(screen.getByTestId('qr')).toBeTruthy()
  })
})

describe('the slip', () => {
  it('says the code, the steps of the chosen phone, the fields and the sign, and no name', async () => {
    const opened = await handOver('mode=demo', async ({ user }) => {
      await user.type(screen.getByLabelText(/First name/), 'Maria')
    })
    await speak(opened, 'de')
    await opened.user.click(screen.getByRole('radio', { name: 'Samsung' }))
    await opened.user.click(screen.getByTestId('slip'))
    const sheet = await screen.findByTestId('slip-sheet')
    const de = await guestWords('de')
    for (const step of de.steps.samsung) expect(sheet.textContent).toContain(step.replaceAll('*', ''))
    expect(sheet.textContent).toContain(code)
    expect(sheet.textContent, 'the sign of the order').toContain(opened.desk.snapshot.orders[0]?.suffix)
    expect(sheet.textContent).toContain('SAMPLE')
    expect(sheet.querySelector('path')?.getAttribute('d'), 'the path that was proved').toBe(
      screen.getByTestId('qr').querySelector('path')?.getAttribute('d'),
    )
    expect(sheet.querySelector('svg')?.textContent, 'nothing is written on the code').toBe('')
    expect(sheet.textContent).not.toMatch(/Maria|guest@example\.com|€|EUR/)
    expect(sheet.parentElement, 'beside the app, which is left out on paper').toBe(document.body)

    await opened.user.click(screen.getByTestId('slip'))
    expect(screen.queryByTestId('slip-sheet'), 'it goes with its panel').toBeNull()
  })

  it.each(guestLanguages)(
    'has the voucher, in the words of the screens, in $name',
    async ({ code: language }) => {
      const opened = await handOver('ugly')
      await speak(opened, language)
      await opened.user.click(screen.getByTestId('slip'))
      const sheet = await screen.findByTestId('slip-sheet')
      const { voucher } = await guestWords(language)
      await waitFor(() =>
        expect(sheet.textContent).toContain(`${voucher}${colonOf(language)}VOUCHER-2026-GÄSTE-0000000042`),
      )
      expect(within(sheet).getByText(/^VOUCHER/).dir, 'a code is read from left to right').toBe('ltr')
    },
  )

  it('says nothing of vouchers where there is none', async () => {
    const opened = await handOver()
    await speak(opened, 'en')
    await opened.user.click(screen.getByTestId('slip'))
    const sheet = await screen.findByTestId('slip-sheet')
    const { keep, voucher } = await guestWords('en')
    expect(sheet.textContent, 'it is complete').toContain(keep)
    expect(sheet.textContent).not.toContain(voucher)
  })

  it('remembers its paper, and is printed and saved on it', async () => {
    const { user, fake } = await handOver()
    await user.click(screen.getByTestId('slip'))
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'A4' }).checked, 'at first').toBe(true)
    await user.click(screen.getByRole('radio', { name: 'Roll, 80 mm' }))
    await waitFor(() => expect(fake.world.snapshot.settings.slipPaper).toBe('roll'))
    await screen.findByTestId('slip-sheet')
    await user.click(screen.getByTestId('print-slip'))
    expect(await screen.findByText('Sent to the printer.')).toBeTruthy()
    await user.click(screen.getByTestId('save-slip'))
    expect(await screen.findByText(/Saved as .*\.pdf/)).toBeTruthy()
    expect(fake.printed.map(({ paper }) => paper)).toEqual(['roll', 'roll'])
  })

  it('on a roll is as long as what stands on it, whatever the guest chooses next', async () => {
    vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue('Windows NT 10.0')
    const sheets: string[] = []
    class Sheet {
      replaceSync(text: string) {
        sheets.push(text)
      }
    }
    vi.stubGlobal('CSSStyleSheet', Sheet)
    Object.defineProperty(document, 'adoptedStyleSheets', { value: [], writable: true, configurable: true })
    vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function (this: Element) {
      return { height: this.textContent.length, width: 0, x: 0, y: 0 } as DOMRect
    })
    const opened = await handOver()
    await opened.user.click(screen.getByTestId('slip'))
    for (const [name, width] of [
      ['Roll, 80 mm', '80mm'],
      ['Roll, 58 mm', '58mm'],
    ] as const) {
      await opened.user.click(screen.getByRole('radio', { name }))
      for (const language of ['en', 'de', 'ja'] as const) {
        await speak(opened, language)
        const expected = () => {
          const { length } = document.querySelector('[data-testid=slip-sheet]')?.textContent ?? ''
          return `@page { size: ${width} ${String(Math.ceil((length / 96) * 25.4))}mm;`
        }
        await waitFor(() => expect(sheets.at(-1), `${name} in ${language}`).toContain(expected()))
      }
    }
    cleanup()
    Reflect.deleteProperty(document, 'adoptedStyleSheets')
    vi.unstubAllGlobals()
  })

  it('that no printer takes is told in plain words, and the code stays', async () => {
    const { user } = await handOver('fail=printSlip:print')
    await user.click(screen.getByTestId('slip'))
    await screen.findByTestId('slip-sheet')
    await user.click(screen.getByTestId('print-slip'))
    expect((await failure('print')).textContent).toContain('save the slip as PDF')
    expect(screen.getByTestId('qr')).toBeTruthy()
  })

  it('has codes of whole printer dots that fit their paper', () => {
    for (const modules of [33, 37, 41, 45, 53, 61, 69, 77])
      for (const [paper, room] of [
        ['a4', 84],
        ['a5', 72],
        ['roll', 68],
        ['roll58', 46],
      ] as const) {
        const side = printedSide(modules, paper)
        expect(side).toBeLessThanOrEqual(room)
        expect(side / modules / 0.125, `${String(modules)} on ${paper}`).toBe(
          Math.round(side / modules / 0.125),
        )
        expect(side / modules, 'a phone’s camera needs half a millimetre').toBeGreaterThanOrEqual(0.5)
      }
    expect(millimetres(96)).toBe(26)
  })
})

describe('push install', () => {
  const iphone = async ({ user }: Window) => {
    await user.click(screen.getByRole('radio', { name: 'iPhone' }))
    await user.type(screen.getByLabelText(/EID/), eid)
  }

  it.each(guestLanguages)('tells a guest who reads $name what their iPhone will show', async ({ code }) => {
    const opened = await handOver('', iphone)
    await speak(opened, code)
    const { push } = await guestWords(code)
    const told = await screen.findByRole('region', { name: push.title })
    for (const step of push.steps) expect(told.textContent).toContain(step.replaceAll('*', ''))
  })

  it('is not spoken of without an EID', async () => {
    await handOver('', async ({ user }) => user.click(screen.getByRole('radio', { name: 'iPhone' })))
    expect(screen.queryByTestId('push')).toBeNull()
  })
})

describe('a code with the confirmation flag', () => {
  it('is told to the staff before they turn the screen', async () => {
    await handOver('ugly')
    const told = await screen.findByTestId('confirmation')
    expect(told.textContent).toContain('confirmation code')
    expect(told.getAttribute('role')).toBe('alert')
    const turn = screen.getByTestId('turn-screen')
    expect(
      told.compareDocumentPosition(turn) & Node.DOCUMENT_POSITION_FOLLOWING,
      'above the button',
    ).toBeTruthy()
  })

  it('is not spoken of without it', async () => {
    await handOver()
    expect(screen.queryByTestId('confirmation')).toBeNull()
  })
})

describe('a long address', () => {
  const long = 'annegret.von-und-zu-hohenlohe@grandhotel-bad-woerishofen.example'

  it('is shortened in its middle, and whole as title and to a reader', async () => {
    const opened = await openSell()
    await fillIn(opened.user, long)
    const shown = buyButton().querySelector('[aria-hidden]')?.textContent ?? ''
    expect(shown).toMatch(/^for annegret\.\S*…\S*\.example$/)
    expect(shown.length).toBeLessThan(40)
    expect(buyButton().querySelector('[title]')?.getAttribute('title')).toBe(long)
    expect(screen.getByRole('button', { name: new RegExp(long) })).toBe(buyButton())
  })

  it('cuts no letter in two', () => {
    expect(shortened('👩‍👩‍👧'.repeat(9), 5)).toBe(`${'👩‍👩‍👧'.repeat(2)}…${'👩‍👩‍👧'.repeat(2)}`)
    expect(shortened('short', 5)).toBe('short')
  })
})

describe('a scanner', () => {
  it('puts an EID into its field, is checked, and buys nothing', async () => {
    const { user, fake } = await openSell()
    await fillIn(user)
    await user.click(screen.getByRole('radio', { name: 'iPhone' }))
    const field = screen.getByLabelText(/EID/)
    await user.type(field, `${eid.slice(0, -1)}9{Enter}`)
    expect(await screen.findByText(/check digits are wrong/)).toBeTruthy()
    expect(document.activeElement, 'the next scan goes there too').toBe(field)
    expect(screen.getByText('32 of 32 digits')).toBeTruthy()
    await fireEvent.input(field, { target: { value: '' } })
    await user.type(field, `${eid}{Enter}`)
    await waitFor(() => expect(screen.queryByText(/check digits are wrong/)).toBeNull())
    expect(fake.world.snapshot.orders, 'nothing was bought').toHaveLength(0)
  })
})
