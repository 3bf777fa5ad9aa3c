/** Entry of the window: asks once how things stand, paints, then lets the window be shown. */
import './styles/index.css'
import { flushSync, mount } from 'svelte'
import App from './App.svelte'
import type { Backend } from './lib/backend'
import { words } from './lib/words.svelte'
import { Desk, languageOf } from './state/desk.svelte'

async function chooseBackend(): Promise<Backend> {
  const asked = new URLSearchParams(location.search)
  // The fake is never part of the product: this branch falls away when it is built.
  if (import.meta.env.MODE !== 'production' && asked.has('fake')) {
    const { fakeFromAddress } = await import('./lib/fake')
    return fakeFromAddress(asked)
  }
  return (await import('./lib/backend')).tauri
}

async function start(target: HTMLElement): Promise<void> {
  const backend = await chooseBackend()
  const first = await backend.snapshot()
  // Asking for a picture of what is in memory fails only if the program itself is broken.
  if (first.status === 'error') throw new Error(first.error.kind)
  await words.use(languageOf(first.data), first.data.systemLanguage)
  const desk = new Desk(backend, first.data)
  mount(App, { target, props: { desk } })
  flushSync()
  await backend.ready()
  await desk.listen()
}

const target = document.getElementById('app')
if (target) void start(target)
