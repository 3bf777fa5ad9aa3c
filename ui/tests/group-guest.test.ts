/** A guest of a group by themselves: at the hand-over, on the page of their order, on paper, and where they just bought the same. */
import { screen, waitFor, within } from '@testing-library/svelte'
import { expect, it, vi } from 'vitest'
import type { GroupKey, GroupView, WhyNotBought } from '../src/backend/bindings'
import { buy, openTable } from './group-table'
import type { Window } from './window'

const TABLE = 'Guest;E-mail;Plan\nAnna Keller;anna@example.com;PLAN\nCleo Paul;cleo@example.com;PLAN'

async function bought(): Promise<Window> {
  const opened = await openTable('', TABLE)
  await buy(opened)
  return opened
}

/** The group as Rust would tell it, with this in its second line. */
function changed({ fake }: Window, change: (line: GroupView['lines'][number]) => GroupView['lines'][number]) {
  const tell = fake.group.bind(fake)
  fake.group = async (key) => {
    const told = await tell(key)
    if (told.status === 'error') return told
    const lines = told.data.lines.map((line, at) => (at === 1 ? change(line) : line))
    return { status: 'ok', data: { ...told.data, lines } }
  }
  const { groups } = fake.world.snapshot
  fake.world.change({ groups: { ...groups, revision: groups.revision + 1 } })
}

it('buys another one by the form of the sale, filled in', async () => {
  const { user, desk } = await bought()
  await waitFor(() => expect(screen.getByTestId('group-progress').textContent).toContain('2 of 2 bought'))
  await user.click(screen.getByTestId('next-guest'))
  await user.click(await screen.findByTestId('sell-another'))
  await screen.findByTestId('buy')
  expect(desk.navigation.screen.name).toBe('sell')
  expect(desk.sale.email).toBe('anna@example.com')
})

it('does not lead somebody else’s hand-over back to the group', async () => {
  const { user, desk } = await bought()
  await waitFor(() => expect(screen.getByTestId('group-progress').textContent).toContain('2 of 2 bought'))
  await user.click(screen.getByTestId('next-guest'))
  await screen.findByTestId('done')
  const [other] = desk.snapshot.orders.filter((order) => order.customer?.email === 'cleo@example.com')
  if (!other) throw new Error('both were bought')
  desk.navigation.go({ name: 'orders' })
  desk.navigation.go({ name: 'hand_over', order: other.key })
  await waitFor(() => expect(document.body.textContent).toContain('cleo@example.com'))
  await user.click(await screen.findByTestId('done'))
  expect(desk.navigation.screen.name).toBe('sell')
})

it('whose order bought nothing is bought by the group, and by no other form', async () => {
  const { fake, user, desk } = await bought()
  await waitFor(() => expect(screen.getByTestId('group-progress').textContent).toContain('2 of 2 bought'))
  const { group } = desk.navigation.screen as { group: GroupKey }
  const [own, ...others] = fake.world.snapshot.orders
  if (!own) throw new Error('both were asked for')
  fake.world.change({ orders: [{ ...own, state: 'refused', line: { group, line: 2 } }, ...others] })
  desk.openOrder(own.key)
  const back = await screen.findByTestId('of-group')
  expect(back.classList, 'the next step').toContain('primary')
  expect(screen.queryByTestId('fill-again'), 'the line would be free to be bought once more').toBeNull()
  await user.click(back)
  expect(desk.navigation.screen.name).toBe('group')
})

it('who bought the same just now can have it all the same', async () => {
  const opened = await bought()
  const why: WhyNotBought = { kind: 'sold_recently', minutes: 3, open: false }
  changed(opened, (line) => ({ ...line, state: 'stopped', toBuy: false, order: null, why }))
  const row = () => screen.getAllByTestId('group-line')[1] as HTMLElement
  await opened.user.click(await within(row()).findByTestId('mend-line'))
  await opened.user.click(await screen.findByTestId('line-anyway'))
  const mend = vi.spyOn(opened.fake, 'mendLine')
  await waitFor(() => expect(screen.getByTestId('line-buy').ariaDisabled).not.toBe('true'))
  await opened.user.click(screen.getByTestId('line-buy'))
  expect(mend.mock.lastCall?.[1].lines[0]?.anyway).toBe(true)
})

it('reads on paper what their own phone’s buttons are called', async () => {
  const opened = await bought()
  await waitFor(() => expect(screen.getByTestId('group-progress').textContent).toContain('2 of 2 bought'))
  changed(opened, (line) => ({ ...line, phone: 'samsung' }))
  const pages = vi.spyOn(opened.fake, 'printSlip').mockImplementation(() => {
    printed = [...document.querySelectorAll('[data-testid=slip-sheet]')].map((page) => page.textContent)
    return Promise.resolve({ status: 'ok', data: 'sent' })
  })
  let printed: string[] = []
  await opened.user.click(screen.getByTestId('papers').querySelector('summary') as HTMLElement)
  await opened.user.click(await screen.findByTestId('print-all'))
  await waitFor(() => expect(pages).toHaveBeenCalled())
  expect(printed).toHaveLength(2)
  expect(printed[0], 'an iPhone where nobody says which').toContain('Mobile Service')
  expect(printed[1]).toContain('SIM manager')
})
