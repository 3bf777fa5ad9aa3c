/** What a group was begun with: an empty field of a line means it, and says so, before it is bought and on its page. */
import { screen, waitFor, within } from '@testing-library/svelte'
import { expect, it, vi } from 'vitest'
import { buy, openTable } from './group-table'
import type { Window } from './window'

const OWN = 'Guest;E-mail;Plan;Start\nAnna;anna@example.com;nowhere;now\nBert;;;'

/** A house's group, whose first line says all by itself, and a plan that nobody sells. */
async function openHouse(): Promise<Window> {
  const opened = await openTable('pace=fast', OWN)
  const { user, desk } = opened
  await user.selectOptions(screen.getByTestId('group-plan'), desk.catalogue.plans[0]?.id ?? '')
  await user.selectOptions(screen.getByTestId('group-start'), 'first_use')
  await user.type(screen.getByTestId('group-email'), 'desk@hotel.example')
  await user.tab()
  await waitFor(() => expect(screen.getByTestId('group-buy').textContent).toContain('Buy 1 eSIM'))
  return opened
}

/** What stands beneath a field. */
function hint(field: string): string {
  const control = screen.getByTestId(field)
  const ids = control.getAttribute('aria-describedby')?.split(' ') ?? []
  return ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ')
}

function chosen(): string {
  return screen.getByTestId<HTMLSelectElement>('line-plan').selectedOptions[0]?.textContent ?? ''
}

async function empty({ user }: Window): Promise<void> {
  await user.clear(screen.getByTestId('line-email'))
  await user.clear(screen.getByTestId('line-start'))
  await user.selectOptions(screen.getByTestId('line-plan'), '')
}

it('says in a line’s form what its empty fields mean, and how its start was understood', async () => {
  const opened = await openHouse()
  const name = opened.desk.catalogue.plans[0]?.name ?? ''
  const rows = screen.getAllByTestId('check-line')
  await opened.user.click(within(rows[0] ?? document.body).getByTestId('change-line'))
  await screen.findByTestId('line-guest')
  expect(hint('line-email'), 'it has its own').toBe('')
  await waitFor(() => expect(hint('line-start')).not.toBe(''))
  expect(hint('line-start'), 'as it is understood').not.toContain('As for the group')
  await empty(opened)
  expect(hint('line-email')).toBe('As for the group: desk@hotel.example')
  expect(hint('line-start')).toContain('As for the group: ')
  expect(chosen()).toContain(`As for the group: ${name}`)
})

it('buys a line whose fields are emptied on the group’s page with what the group was begun with', async () => {
  const opened = await openHouse()
  const { fake, user } = opened
  await buy(opened)
  await waitFor(() => expect(screen.getByTestId('group-progress').textContent).toContain('1 of 2 bought'))
  const row = screen.getAllByTestId('group-line').find((one) => one.dataset['line'] === '2')
  await user.click(within(row ?? document.body).getByTestId('mend-line'))
  await screen.findByTestId('line-guest')
  await empty(opened)
  expect(hint('line-email'), 'not its old one').toBe('As for the group: desk@hotel.example')
  const mended = vi.spyOn(fake, 'mendLine')
  const press = screen.getByTestId('line-buy')
  await waitFor(() => expect(press.getAttribute('aria-disabled')).toBe('false'))
  await user.click(press)
  await waitFor(() => expect(mended).toHaveBeenCalledOnce())
  const { plan, email, start } = mended.mock.calls[0]?.[1] ?? {}
  expect({ plan, email, start }).toEqual({
    plan: opened.desk.catalogue.plans[0]?.id,
    email: 'desk@hotel.example',
    start: { kind: 'first_use' },
  })
  await waitFor(() => expect(fake.groupViews.get(1)?.lines[0]?.email).toBe('desk@hotel.example'))
})

it('takes an empty field of a line of which nobody kept that for what it was', async () => {
  const opened = await openHouse()
  const { fake, user } = opened
  await buy(opened)
  await waitFor(() => expect(screen.getByTestId('group-progress').textContent).toContain('1 of 2 bought'))
  const view = fake.groupViews.get(1)
  if (!view) throw new Error('it was begun')
  fake.groupViews.set(1, { ...view, lines: view.lines.map((one) => ({ ...one, forAll: null })) })
  fake.world.change({ groups: { ...fake.world.snapshot.groups, revision: 99 } })
  await waitFor(() => expect(screen.getByTestId('group-progress').textContent).toContain('1 of 2 bought'))
  const row = screen.getAllByTestId('group-line').find((one) => one.dataset['line'] === '2')
  await user.click(within(row ?? document.body).getByTestId('mend-line'))
  await user.clear(await screen.findByTestId('line-email'))
  await waitFor(() => expect(hint('line-email')).toBe('As for the group: anna@example.com'))
})

it('goes on while the day for all is still to be chosen', async () => {
  const { user } = await openHouse()
  await user.selectOptions(screen.getByTestId('group-start'), 'on_date')
  const rows = screen.getAllByTestId('check-line')
  await waitFor(() => expect(rows[1]?.textContent).toContain('On a date'))
  await user.click(within(rows[1] ?? document.body).getByTestId('change-line'))
  await screen.findByTestId('line-guest')
  expect(hint('line-start')).toContain('As for the group: ')
})
