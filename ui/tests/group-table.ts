/** A table of guests in the window, read and about to be bought. */
import { screen } from '@testing-library/svelte'
import { openSell, type Window } from './window'

export const TABLE = [
  'Guest;E-mail;Plan;Room',
  'Anna Keller;anna@example.com;PLAN;12',
  'Bert Braun;no address;PLAN;13',
  'Anna Keller;anna@example.com;PLAN;12',
  'Cleo Paul;cleo@example.com;PLAN;=1+1',
].join('\n')

export async function openTable(address = '', table = TABLE): Promise<Window> {
  const opened = await openSell(address)
  await opened.user.click(screen.getByTestId('several'))
  const plan = opened.desk.catalogue.plans[0]
  if (!plan) throw new Error('the fake sells something')
  const field = await screen.findByTestId('group-text')
  await opened.user.click(field)
  await opened.user.paste(table.replaceAll('PLAN', plan.name))
  await opened.user.click(screen.getByTestId('group-read'))
  await screen.findByTestId('group-buy')
  return opened
}

export function line(number: number): HTMLElement {
  const found = screen.getAllByTestId('check-line').find((row) => row.dataset['line'] === String(number))
  if (!found) throw new Error(`no line ${String(number)}`)
  return found
}

export async function buy({ user }: Window): Promise<void> {
  await user.click(screen.getByTestId('group-buy'))
  await screen.findByTestId('group-progress')
}
