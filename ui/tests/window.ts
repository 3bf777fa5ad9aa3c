/** Opens the window on the fake, and the steps that many tests take in it. */
import { cleanup, render, screen } from '@testing-library/svelte'
import userEvent, { type UserEvent } from '@testing-library/user-event'
import { vi } from 'vitest'
import App from '../src/App.svelte'
import { type FakeDesk, fakeFromAddress } from '../src/backend/fake'
import { Desk, languageOf } from '../src/state/desk.svelte'
import { words } from '../src/state/words.svelte'

export type Window = { fake: FakeDesk; desk: Desk; user: UserEvent; page: HTMLElement }

/** As `main.ts` does it, with the fake that the address asks for. Orders go through in no time. */
export async function open(
  address = '',
  fake = fakeFromAddress(new URLSearchParams(`${address}&pace=fast`)),
): Promise<Window> {
  const first = await fake.snapshot()
  if (first.status === 'error') throw new Error('the fake always gives a snapshot')
  await words.use(languageOf(first.data), first.data.systemLanguage)
  const desk = new Desk(fake, first.data)
  const { container } = render(App, { props: { desk } })
  await desk.listen()
  await vi.dynamicImportSettled()
  return { fake, desk, user: userEvent.setup(), page: container }
}

export async function openSell(address = ''): Promise<Window> {
  const opened = await open(`account=signed_in&${address}`)
  await screen.findAllByTestId('plan-row')
  return opened
}

/** The page begins anew, and its end tells nobody. */
export async function reload({ fake }: Window): Promise<Window> {
  const { left } = fake
  cleanup()
  // What a page that ends in good order still tells is unsaid.
  await new Promise((go) => setTimeout(go))
  fake.left = left
  return open('account=signed_in', fake)
}

export function planRows(): string[] {
  return screen.queryAllByTestId('plan-row').map((row) => row.textContent.replaceAll(/\s+/g, ' ').trim())
}

export async function choosePlan(user: UserEvent, name: string): Promise<void> {
  const row = screen.getAllByTestId('plan-row').find((candidate) => candidate.textContent.includes(name))
  if (!row) throw new Error(`no plan with "${name}" among ${planRows().join(' | ')}`)
  await user.click(row)
}

/** A plan and an e-mail: enough to sell. */
export async function fillIn(user: UserEvent, email = 'guest@example.com'): Promise<void> {
  await choosePlan(user, 'World')
  await user.type(screen.getByTestId('email'), email)
}

export function buyButton(): HTMLElement {
  return screen.getByTestId('buy')
}

export async function failure(kind: string): Promise<HTMLElement> {
  const found = await screen.findByTestId('failure')
  if (found.dataset['kind'] !== kind)
    throw new Error(`expected ${kind}, found ${String(found.dataset['kind'])}`)
  return found
}
