/** What the columns of a table are, in which order their days stand, and what a correction leaves as it was. */
import { screen, waitFor, within } from '@testing-library/svelte'
import { expect, it, vi } from 'vitest'
import { line, openTable } from './group-table'
import { openSell, reload } from './window'

it('keeps what was left out and mended when a column is corrected', async () => {
  const { user } = await openTable()
  await user.click(within(line(2)).getByTestId('change-line'))
  await user.click(await screen.findByTestId('line-out'))
  await user.click(within(line(3)).getByTestId('change-line'))
  const email = await screen.findByTestId('line-email')
  await user.clear(email)
  await user.type(email, 'bert@example.com')
  await user.click(screen.getByTestId('line-keep'))
  await waitFor(() => expect(screen.getAllByTestId('check-line')).toHaveLength(3))
  const column = screen.getAllByTestId('group-column')[3]
  if (!column) throw new Error('four columns')
  await user.selectOptions(column, 'language')
  await waitFor(() => expect(line(5).textContent).not.toContain('=1+1'))
  expect(screen.getAllByTestId('check-line').map((row) => row.dataset['line'])).toEqual(['3', '4', '5'])
  expect(line(3).textContent).toContain('bert@example.com')
})

it('buys nothing while a column of days is taken for nothing, until a person has said what it is', async () => {
  const table =
    'Guest;E-mail;Plan;When\nAnna;anna@example.com;PLAN;2030-01-02\nBert;bert@example.com;PLAN;2030-01-03'
  const { fake, user } = await openTable('', table)
  const buyNow = () => screen.getByTestId('group-buy')
  expect(screen.getByTestId('columns-asked').textContent).toContain('look like days')
  expect(screen.getByTestId('columns-asked').closest('details')?.open, 'in sight').toBe(true)
  expect(buyNow().textContent).toContain('First say what the columns are')
  await user.click(buyNow())
  expect(fake.begun).toEqual([])
  const column = screen.getAllByTestId<HTMLSelectElement>('group-column')[3]
  if (!column) throw new Error('four columns')
  expect(column.value, 'nothing is chosen for them').toBe('')
  await user.selectOptions(column, 'start')
  await waitFor(() => expect(buyNow().textContent).toContain('Buy 2 eSIMs'))
  expect(screen.queryByTestId('columns-asked')).toBeNull()
})

const SLASHED =
  'Guest;E-mail;Plan;Start\nAnna;anna@example.com;PLAN;05/12/2030\nBert;bert@example.com;PLAN;06/12/2030'

it('asks once which of day and month stands first, and reads the whole column so', async () => {
  const table = `${SLASHED}\nCleo;cleo@example.com;PLAN;2030-12-07`
  const { fake, user } = await openTable('', table)
  const buyNow = () => screen.getByTestId('group-buy')
  const order = () => screen.getByTestId<HTMLSelectElement>('group-day-order')
  expect(screen.getByTestId('days-asked').closest('details')?.open, 'in sight').toBe(true)
  expect(order().closest('label')?.textContent, 'by the first of them').toContain('05/12/2030')
  expect(order().value, 'nothing is chosen for them').toBe('')
  expect(document.body.textContent, 'no line is asked by itself').not.toContain('Not clear which day')
  expect(screen.queryByTestId('only-bad')).toBeNull()
  expect(buyNow().textContent).toContain('First say what the columns are')
  await user.click(buyNow())
  expect(fake.begun, 'not even the line that is clear').toEqual([])
  await user.selectOptions(order(), 'month_first')
  await waitFor(() => expect(buyNow().textContent).toContain('Buy 3 eSIMs'))
  expect(screen.queryByTestId('days-asked')).toBeNull()
  await user.selectOptions(order(), 'day_first')
  await waitFor(() => expect(buyNow().getAttribute('aria-disabled')).not.toBe('true'))
  await user.click(buyNow())
  await screen.findByTestId('group-progress')
  expect(fake.begun[0]?.lines.map(({ start }) => start)).toEqual(['2030-12-05', '2030-12-06', '2030-12-07'])
})

it('asks nobody where one day of the column tells, and shows what the others were taken for', async () => {
  const { desk, user } = await openTable('', `${SLASHED}\nCleo;cleo@example.com;PLAN;23/12/2030`)
  expect(screen.queryByTestId('days-asked')).toBeNull()
  expect(screen.getByTestId('group-buy').textContent).toContain('Buy 3 eSIMs')
  const order = screen.getByTestId<HTMLSelectElement>('group-day-order')
  expect(order.value).toBe('day_first')
  await user.selectOptions(order, 'month_first')
  const start = () => desk.table?.lines[0]?.start
  await waitFor(() => expect(start(), 'a person knows better').toBe('2030-05-12'))
  expect(order.value).toBe('month_first')
})

it('says of each line by itself that its day is unclear where the column contradicts itself', async () => {
  const both = 'Cleo;cleo@example.com;PLAN;23/12/2030\nDora;dora@example.com;PLAN;12/23/2030'
  await openTable('', `${SLASHED}\n${both}`)
  expect(screen.queryByTestId('group-day-order')).toBeNull()
  for (const row of [2, 3]) expect(line(row).textContent).toContain('Not clear which day')
  expect(line(4).textContent).not.toContain('Not clear which day')
  expect(screen.getByTestId('group-buy').textContent).toContain('Buy 2 eSIMs')
})

it('asks about the days of a column only while plans start by it', async () => {
  const { user } = await openTable('', SLASHED)
  const column = screen.getAllByTestId('group-column')[3] ?? document.body
  await user.selectOptions(column, 'other')
  await waitFor(() => expect(screen.getByTestId('group-buy').textContent).toContain('Buy 2 eSIMs'))
  expect(screen.queryByTestId('group-day-order')).toBeNull()
  await user.selectOptions(column, 'start')
  await screen.findByTestId('group-day-order')
})

it('buys where a person says that a column of days is nothing we need', async () => {
  const table = 'Guest;E-mail;Plan;Birthday\nAnna;anna@example.com;PLAN;1990-01-02'
  const { user } = await openTable('', table)
  await user.selectOptions(screen.getAllByTestId('group-column')[3] ?? document.body, 'other')
  await waitFor(() => expect(screen.getByTestId('group-buy').textContent).toContain('Buy 1 eSIM'))
})

it('buys nothing for a row that may be a sum, unless a person says so', async () => {
  const opened = await openTable('', `Guest;E-mail;Plan\nAnna;anna@example.com;PLAN\nTotal;;PLAN`)
  const { user } = opened
  expect(line(3).textContent).toContain('Perhaps no guest')
  await user.click(within(line(3)).getByTestId('change-line'))
  expect(await screen.findByTestId('line-anyway'), 'a guest may be called so').toBeTruthy()
})

it('keeps what a person named the columns when the file is read in other letters', async () => {
  const { fake, user } = await openSell()
  fake.file = 'Anna;anna@example.com;Europe 5 GB;;Zimmer 7'
  await user.click(screen.getByTestId('several'))
  await user.click(await screen.findByTestId('group-open'))
  await user.selectOptions((await screen.findAllByTestId('group-column'))[4] ?? document.body, 'note')
  await waitFor(() => expect(line(1).textContent).toContain('Zimmer 7'))
  const readAs = vi.spyOn(fake, 'readTableAs')
  await user.selectOptions(screen.getByTestId('group-encoding'), 'turkish')
  await waitFor(() => expect(readAs).toHaveBeenCalled())
  await waitFor(() => expect(screen.getByTestId('group-buy').getAttribute('aria-disabled')).not.toBe('true'))
  expect(line(1).textContent).toContain('Zimmer 7')
})

it('keeps which of day and month stands first when the file is read in other letters, and after a reload', async () => {
  const first = await openSell()
  const { fake, user, desk } = first
  fake.file = SLASHED.replaceAll('PLAN', desk.catalogue.plans[0]?.name ?? '')
  await user.click(screen.getByTestId('several'))
  await user.click(await screen.findByTestId('group-open'))
  const order = async () => screen.findByTestId<HTMLSelectElement>('group-day-order')
  await user.selectOptions(await order(), 'month_first')
  const isSaid = () => expect(desk.table?.lines[0]?.start).toBe('2030-05-12')
  await waitFor(isSaid)
  const readAs = vi.spyOn(fake, 'readTableAs')
  await user.selectOptions(screen.getByTestId('group-encoding'), 'turkish')
  await waitFor(() => expect(readAs).toHaveBeenCalled())
  await waitFor(() => expect(screen.getByTestId('group-buy').textContent).toContain('Buy 2 eSIMs'))
  isSaid()
  expect((await order()).value).toBe('month_first')
  await reload(first)
  expect((await order()).value, 'the next page goes on with it').toBe('month_first')
  await waitFor(() => expect(screen.getByTestId('group-buy').textContent).toContain('Buy 2 eSIMs'))
})

it('reads the table as it was said last, however slow the answer before it was', async () => {
  const { desk, fake, user } = await openTable('', SLASHED)
  await user.selectOptions(screen.getByTestId('group-day-order'), 'day_first')
  await waitFor(() => expect(screen.getByTestId('group-buy').textContent).toContain('Buy 2 eSIMs'))
  const late: (() => void)[] = []
  const linesOfTable = fake.linesOfTable.bind(fake)
  vi.spyOn(fake, 'linesOfTable').mockImplementation(async (table) => {
    await new Promise<void>((go) => late.push(go))
    return linesOfTable(table)
  })
  await user.selectOptions(screen.getAllByTestId('group-column')[0] ?? document.body, 'note')
  await user.selectOptions(screen.getByTestId('group-day-order'), 'month_first')
  await user.click(screen.getByTestId('group-buy'))
  expect(fake.begun, 'the lines are still those of before').toEqual([])
  for (const go of late.reverse()) go()
  const said = { note: 'Anna', guest: '', start: '2030-05-12' }
  await waitFor(() => expect(desk.table?.lines[0]).toMatchObject(said))
  await waitFor(() => expect(screen.getByTestId('group-buy').getAttribute('aria-disabled')).toBe('false'))
  expect(desk.table?.lines[0], 'the older answer changes nothing').toMatchObject(said)
})

it('brings back what was typed in a line over the line as it is read now', async () => {
  const { user } = await openTable('', `${SLASHED}\nCleo;cleo@example.com;PLAN;2030-12-07`)
  await user.selectOptions(screen.getByTestId('group-day-order'), 'day_first')
  await waitFor(() => expect(screen.getByTestId('group-buy').textContent).toContain('Buy 3 eSIMs'))
  await user.click(within(line(2)).getByTestId('change-line'))
  await user.type(await screen.findByTestId('line-guest'), ' Keller')
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  await user.selectOptions(screen.getByTestId('group-day-order'), 'month_first')
  await waitFor(() => expect(screen.getByTestId('group-buy').textContent).toContain('Buy 3 eSIMs'))
  await user.click(screen.getByTestId('undo'))
  expect((await screen.findByTestId<HTMLInputElement>('line-guest')).value).toBe('Anna Keller')
  expect(screen.getByTestId<HTMLInputElement>('line-start').value).toBe('2030-05-12')
})

it('wants all the same only the guest of whom it was said', async () => {
  const { desk, user } = await openTable('', `Guest;E-mail;Plan\nAnna;anna@example.com;PLAN\nTotal;;PLAN`)
  const tick = () => screen.findByTestId<HTMLInputElement>('line-anyway')
  await user.click(within(line(3)).getByTestId('change-line'))
  await user.type(screen.getByTestId('line-email'), 'total@example.com')
  await user.click(await tick())
  await user.click(screen.getByTestId('line-keep'))
  await waitFor(() => expect(screen.getByTestId('group-buy').textContent).toContain('Buy 2 eSIMs'))
  await user.click(within(line(3)).getByTestId('change-line'))
  await user.type(screen.getByTestId('line-guest'), ' for the house')
  expect((await tick()).checked).toBe(false)
  await user.click(await tick())
  await user.click(screen.getByTestId('line-keep'))
  await waitFor(() => expect(screen.getByTestId('group-buy').textContent).toContain('Buy 2 eSIMs'))
  await user.selectOptions(screen.getAllByTestId('group-column')[0] ?? document.body, 'note')
  await waitFor(() => expect(screen.getByTestId('group-buy').textContent).toContain('Buy 1 eSIM'))
  expect(desk.table?.lines.at(-1)?.anyway, 'it was said of the line as it was read then').toBe(false)
})
