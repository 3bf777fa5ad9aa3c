/** How many of the screen's pixels a CSS pixel is: what Rust says goes before what the browser says. */
import { afterEach, expect, test, vi } from 'vitest'
import { askForPixels, screenPixels } from '../src/lib/screen-pixels'

function pageIs(width: number) {
  const box = new DOMRect(0, 0, width, 700)
  vi.spyOn(document.documentElement, 'getBoundingClientRect').mockReturnValue(box)
  vi.stubGlobal('devicePixelRatio', 2)
}

afterEach(() => {
  askForPixels({ pagePixels: () => Promise.resolve(null) })
  vi.unstubAllGlobals()
})

test('a page that something besides the screen enlarges is measured by its window', async () => {
  pageIs(1024)
  askForPixels({ pagePixels: () => Promise.resolve({ width: 1280, height: 875, pixelsToAMetre: null }) })
  expect(await screenPixels()).toBe(1.25)
})

test('a page that was made larger while Rust was asked is measured anew', async () => {
  pageIs(1400)
  const answers = [1400, 3840]
  askForPixels({
    pagePixels: () => {
      const width = answers.shift() ?? 0
      pageIs(3840)
      return Promise.resolve({ width, height: 2160, pixelsToAMetre: null })
    },
  })
  expect(await screenPixels()).toBe(1)
})

test('where nobody knows the window, the browser is believed', async () => {
  pageIs(1024)
  expect(await screenPixels()).toBe(2)
  askForPixels({ pagePixels: () => Promise.reject(new Error('not granted')) })
  expect(await screenPixels()).toBe(2)
})

test('a page without a width is no measure', async () => {
  pageIs(0)
  askForPixels({ pagePixels: () => Promise.resolve({ width: 1280, height: 875, pixelsToAMetre: null }) })
  expect(await screenPixels()).toBe(2)
})
