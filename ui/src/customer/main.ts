/** Entry of the customer's window. It knows nothing but what Rust has for this one screen. */
import '../styles/index.css'
import '../lib/face'
import { mount } from 'svelte'
import { type CustomersBackend, tauriForCustomer } from '../backend/backend'
import type { CustomerDisplay } from '../backend/bindings'
import { languageFor } from '../lang/staff'
import { beNoBrowser } from '../lib/no-browser'
import { askForPixels } from '../lib/screen-pixels'
import { words } from '../state/words.svelte'
import Window from './Window.svelte'

async function chooseBackend(): Promise<CustomersBackend> {
  const asked = new URLSearchParams(location.search)
  // The fake is never part of the product: this branch falls away when it is built.
  if (import.meta.env.MODE !== 'production' && asked.has('fake')) {
    const { customerFromAddress } = await import('../backend/fake/customer')
    return customerFromAddress(asked)
  }
  return tauriForCustomer
}

async function start(target: HTMLElement): Promise<void> {
  const backend = await chooseBackend()
  askForPixels(backend)
  let window: { show: (screen: CustomerDisplay) => void } | undefined
  let latest = 0
  await backend.onCustomerDisplay((screen) => {
    const mine = ++latest
    const language = languageFor(screen.language, screen.systemLanguage)
    void words.use(language, screen.systemLanguage).then(() => {
      if (mine !== latest) return
      window ??= mount(Window, { target })
      window.show(screen)
    })
  })
}

beNoBrowser(window)
const target = document.getElementById('app')
if (target) void start(target)
