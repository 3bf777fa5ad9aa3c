/** A whole group that was sold the same a moment ago: one press for all of its lines, after a question whose first answer is No. */
import { screen, waitFor } from '@testing-library/svelte'
import { expect, it, vi } from 'vitest'
import { buy, openTable } from './group-table'
import type { Window } from './window'

const GUESTS = ['Twice Anna', 'Twice Bert', 'Cleo', 'Twice Dora']

/** A group of which all but one guest were sold the same already. */
async function openMet(guests = GUESTS): Promise<Window> {
  const table = guests.map((guest, at) => `${guest};guest${String(at)}@example.com;PLAN`).join('\n')
  const opened = await openTable('pace=fast', table)
  await buy(opened)
  await waitFor(() => expect(opened.fake.groupViews.get(1)?.waiting.count).toBe(0))
  await waitFor(() => expect(screen.queryByTestId('group-pause')).toBeNull())
  return opened
}

it('asks once for all, with No first, and names how many and what they cost', async () => {
  const { fake, user } = await openMet()
  const insist = vi.spyOn(fake, 'insistOnLines')
  const cost = fake.groupViews.get(1)?.soldAlready.cost
  await user.click(await screen.findByTestId('insist'))
  const no = await screen.findByTestId('insist-no')
  expect(document.activeElement, 'what buys nothing').toBe(no)
  expect(screen.getByRole('dialog').textContent).toContain('Buy 3 eSIMs again?')
  expect(screen.getByTestId('insist-yes').textContent).toContain('3 eSIMs for ')
  expect(screen.getByTestId('insist-yes').textContent).toContain(cost?.sums[0]?.amount)
  await user.click(no)
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(insist).not.toHaveBeenCalled()
  await user.click(screen.getByTestId('insist'))
  await user.click(await screen.findByTestId('insist-yes'))
  expect(insist).toHaveBeenCalledExactlyOnceWith(1, { lines: [1, 2, 4], cost })
  await waitFor(() => expect(screen.getByTestId('group-progress').textContent).toContain('4 of 4 bought'))
  expect(screen.queryByTestId('insist')).toBeNull()
})

it('insists on what the question named, whatever is news meanwhile, and buys at no other price', async () => {
  const { fake, user } = await openMet()
  const insist = vi.spyOn(fake, 'insistOnLines')
  await user.click(await screen.findByTestId('insist'))
  const named = fake.groupViews.get(1)?.soldAlready
  fake.changePrices(1, () => 5)
  fake.world.change({ groups: { ...fake.world.snapshot.groups, revision: 99 } })
  await user.click(await screen.findByTestId('insist-yes'))
  expect(insist).toHaveBeenCalledExactlyOnceWith(1, named)
  await screen.findByText('What this group comes to has changed')
  expect(screen.getByTestId('group-progress').textContent).toContain('1 of 4 bought')
})

it('leaves one line alone to its own form, and another account’s group to that account', async () => {
  const { fake } = await openMet(['Twice Anna', 'Bert'])
  await waitFor(() => expect(screen.getByTestId('group-progress').textContent).toContain('1 of 2 bought'))
  expect(screen.queryByTestId('insist')).toBeNull()
  const view = fake.groupViews.get(1)
  if (!view) throw new Error('it was begun')
  const soldAlready = { ...view.soldAlready, lines: [1, 2] }
  fake.groupViews.set(1, { ...view, ours: false, soldAlready })
  fake.world.change({ groups: { ...fake.world.snapshot.groups, revision: 99 } })
  await screen.findByText('This group was started with another account. Sign in there to go on.')
  expect(screen.queryByTestId('insist')).toBeNull()
})
