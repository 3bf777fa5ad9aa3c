/** Groups so far: how each stands, and that the older ones are a press away. */
import { screen, waitFor } from '@testing-library/svelte'
import { expect, it } from 'vitest'
import { buy, openTable } from './group-table'
import { openSell } from './window'

const rows = () =>
  screen.getAllByTestId('earlier-group').map((row) => row.textContent.replaceAll(/\s+/g, ' '))

it('says of each group what is bought, what waits and what needs somebody, which stands out', async () => {
  const table = 'Guest;E-mail;Plan\nAnna;anna@example.com;PLAN\nBert;nowhere;PLAN\nLost;lost@example.com;PLAN'
  const opened = await openTable('', table)
  await buy(opened)
  await waitFor(() => expect(opened.desk.snapshot.groups.going).toEqual([]))
  await opened.user.click(screen.getByTestId('nav-sell'))
  await opened.user.click(await screen.findByTestId('several'))
  await screen.findByTestId('earlier-group')
  expect(rows()[0]).toMatch(/3 lines 1 bought 2 need attention/)
  expect(rows()[0], 'nothing of it waits').not.toContain('not bought yet')
  expect(screen.getByTestId('earlier-group').classList, 'it stands out').toContain('needs')
})

it('shows older groups by a press, each once, and takes the keyboard to the first of them', async () => {
  const opened = await openSell()
  const { fake, user } = opened
  for (let key = 1; key <= 45; key++) {
    const at = new Date(Date.UTC(2026, 0, key)).toISOString()
    const waiting = { count: 0, sums: [], withoutPrice: 0, plans: {} }
    fake.groupViews.set(key, {
      key,
      at,
      staff: null,
      ours: true,
      waiting,
      soldAlready: { lines: [], cost: waiting },
      lines: [],
    })
  }
  await user.click(screen.getByTestId('several'))
  await screen.findAllByTestId('earlier-group')
  const keys: number[] = [20, 40, 45]
  for (const many of keys) {
    expect(rows()).toHaveLength(many)
    expect(new Set(rows()).size, 'each once').toBe(many)
    if (many === 45) break
    await user.click(screen.getByTestId('more-groups'))
    await waitFor(() => expect(rows().length).toBeGreaterThan(many))
    expect(document.activeElement).toBe(screen.getAllByTestId('earlier-group')[many])
  }
  expect(screen.queryByTestId('more-groups'), 'these are all').toBeNull()
})
