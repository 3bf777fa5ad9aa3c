/** What every test file needs: parts of a browser that jsdom leaves out, and a clean page after each test. */
import { cleanup, configure } from '@testing-library/svelte'
import './clock'
import './pace'
import { afterEach } from 'vitest'

// Screens are fetched when they are asked for, which takes a while on a busy machine.
configure({ asyncUtilTimeout: 30_000 })

afterEach(() => {
  cleanup()
  delete document.documentElement.dataset['theme']
})

class NoResizeObserver implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
globalThis.ResizeObserver ??= NoResizeObserver

// jsdom draws nothing, so there is nothing to scroll.
Element.prototype.scrollIntoView ??= () => undefined

// user-event finds the buttons of one choice with it; their names here need no escaping.
globalThis.CSS ??= { escape: (name: string) => name } as typeof CSS

// jsdom knows the element but not how to open it. Esc is the browser's own key for it.
const dialog = HTMLDialogElement.prototype
dialog.showModal ??= function (this: HTMLDialogElement) {
  this.open = true
  this.querySelector<HTMLElement>('[autofocus], button')?.focus()
  this.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') this.dispatchEvent(new Event('cancel', { cancelable: true }))
  })
}
dialog.close ??= function (this: HTMLDialogElement) {
  this.open = false
}
