/** Entry of the window: asks once how things stand, paints, and fetches the rest. */
import './styles/index.css'
import './lib/face'
import { flushSync, mount } from 'svelte'
import App from './App.svelte'
import { type Backend, tauri } from './backend/backend'
import { dictionary, languageFor } from './lang/staff'
import { beNoBrowser } from './lib/no-browser'
import { askForPixels } from './lib/screen-pixels'
import { words } from './state/words.svelte'
import { Desk, languageOf } from './state/desk.svelte'
import { fetchAll, fetchFirst, fetchFor } from './views/lazy'

/** Milliseconds after which nobody waits for the first picture any more, painted or not. */
const NOBODY_WAITS = 300

async function chooseBackend(): Promise<Backend> {
  const asked = new URLSearchParams(location.search)
  // The fake is never part of the product: this branch falls away when it is built.
  if (import.meta.env.MODE !== 'production' && asked.has('fake')) {
    const { fakeFromAddress } = await import('./backend/fake')
    return fakeFromAddress(asked)
  }
  return tauri
}

async function start(target: HTMLElement): Promise<void> {
  // Most likely the one that the answer will ask for: fetched while Rust opens the book.
  void dictionary(languageFor('system', navigator.language))
  fetchFirst()
  const backend = await chooseBackend()
  askForPixels(backend)
  const first = await backend.snapshot()
  // Asking for a picture of what is in memory fails only if the program itself is broken.
  if (first.status === 'error') throw new Error(first.error.kind)
  await Promise.all([words.use(languageOf(first.data), first.data.systemLanguage), fetchFor(first.data)])
  const desk = new Desk(backend, first.data)
  mount(App, { target, props: { desk } })
  flushSync()
  await painted()
  await desk.listen()
  setTimeout(fetchAll, NOBODY_WAITS)
}

/** A window that is not to be seen paints nothing, and must not stay deaf for that. */
async function painted(): Promise<void> {
  const frame = new Promise<void>((then) => requestAnimationFrame(() => setTimeout(then)))
  await Promise.race([frame, new Promise((then) => setTimeout(then, NOBODY_WAITS))])
}

beNoBrowser(window)
const target = document.getElementById('app')
if (target) void start(target)
