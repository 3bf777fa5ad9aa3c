/** Several at once: every line shown before anything is bought, one press that says how many and what it costs. */
import { screen, waitFor, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import type { LineProblem } from '../src/backend/bindings'
import { examples } from '../src/backend/fake/failures'
import { buy, line, openTable, TABLE } from './group-table'
import { scannedInFrench } from './pace'
import { failure, open, openSell, reload, type Window } from './window'

it('names every problem with its line, and buys nothing by it', async () => {
  const { fake, user } = await openTable()
  expect(screen.getAllByTestId('check-line')).toHaveLength(4)
  expect(line(3).textContent).toContain('E-mail')
  expect(line(4).textContent).toContain('The same as line 2')
  expect(line(5).textContent).toContain('=1+1')
  expect(screen.getByTestId('group-buy').textContent).toContain('Buy 2 eSIMs for')
  expect(screen.getByTestId('group-rest').textContent).toContain('2 lines have a problem')
  await user.click(screen.getByTestId('only-bad'))
  expect(screen.getAllByTestId('check-line').map((row) => row.dataset['line'])).toEqual(['3', '4'])
  expect(fake.begun).toEqual([])
})

it('says nothing of what is left before the lines were looked at again, so that nothing moves meanwhile', async () => {
  const { fake, user } = await openTable()
  const check = fake.checkGroup.bind(fake)
  let answer = (): void => undefined
  const held = new Promise<void>((resolve) => (answer = resolve))
  vi.spyOn(fake, 'checkGroup').mockImplementation((...asked) => held.then(() => check(...asked)))
  await user.click(within(line(5)).getByTestId('change-line'))
  await user.click(await screen.findByTestId('line-out'))
  expect(screen.getAllByTestId('check-line')).toHaveLength(3)
  expect(screen.getByTestId('group-rest').textContent, 'as before').toContain('2 lines have a problem')
  answer()
  await waitFor(() => expect(screen.getByTestId('group-buy').textContent).toContain('Buy 1 eSIM for'))
  expect(screen.getByTestId('group-rest').textContent).toContain('2 lines have a problem')
})

it('stops once where a price changed, and offers the rest at the new one', async () => {
  const people = ['Dear One', 'Bert Braun'].map((who, at) => `${who};guest${String(at)}@example.com;PLAN;1`)
  const opened = await openTable('pace=fast', ['Guest;E-mail;Plan;Room', ...people].join('\n'))
  const { fake, user } = opened
  const catalogue = vi.spyOn(fake, 'catalogue')
  const pressed = vi.spyOn(fake, 'goOnWithGroup')
  await buy(opened)
  const said = await failure('plan_changed')
  expect(said.textContent, 'what it is now').toContain('It is now: ')
  expect(said.textContent).not.toContain('Nothing was bought')
  await waitFor(() => expect(catalogue, 'read anew').toHaveBeenCalledOnce())
  const { waiting } = [...fake.groupViews.values()][0] ?? {}
  const sum = Number(waiting?.sums[0]?.amount).toFixed(2)
  const button = await screen.findByTestId('group-go-on')
  expect(button.textContent, 'the button says the new sum').toContain(sum)
  expect(button.textContent).toContain('buy 2 more')
  await user.click(button)
  expect(pressed.mock.calls[0]?.[1]).toEqual(waiting)
  await waitFor(() => expect(screen.getByTestId('group-progress').textContent).toContain('2 of 2'))
})

it('refuses a press from an old page for a plan that became dearer, though all cost less, and shows the new price', async () => {
  const people = ['Cap One;one@example.com;PLAN', 'Bert Two;two@example.com;Europe 5 GB']
  const opened = await openTable('pace=fast', ['Guest;E-mail;Plan', ...people].join('\n'))
  const { fake, user } = opened
  await buy(opened)
  await screen.findByText('Monthly limit reached')
  const cost = () => Number(fake.groupViews.get(1)?.waiting.sums[0]?.amount)
  const before = cost()
  const pressed = vi.spyOn(fake, 'goOnWithGroup')
  fake.changePrices(1, ({ name }) => (name === 'Europe 5 GB' ? -2 : 1))
  expect(cost(), 'the sum hides it').toBeLessThan(before)
  expect(screen.getByTestId('group-go-on').textContent, 'nobody told the page').toContain(before.toFixed(2))
  await user.click(screen.getByTestId('group-go-on'))
  await screen.findByText('What this group comes to has changed')
  await waitFor(() => expect(screen.getByTestId('group-go-on').textContent).toContain(cost().toFixed(2)))
  const bought = () => fake.groupViews.get(1)?.lines.filter(({ toBuy, order }) => toBuy || order)
  expect(bought(), 'nothing was bought').toEqual([])
  await user.click(screen.getByTestId('group-go-on'))
  await waitFor(() => expect(screen.queryByText('What this group comes to has changed')).toBeNull())
  expect(pressed.mock.calls[1]?.[1], 'what the button says now').toEqual(fake.groupViews.get(1)?.waiting)
})

it('mends a line, and the button counts it', async () => {
  const { user } = await openTable()
  await user.click(within(line(3)).getByTestId('change-line'))
  const email = await screen.findByTestId('line-email')
  await user.clear(email)
  await user.type(email, 'bert@example.com')
  await user.click(screen.getByTestId('line-keep'))
  await waitFor(() => expect(screen.getByTestId('group-buy').textContent).toContain('Buy 3 eSIMs'))
  await user.click(within(line(4)).getByTestId('change-line'))
  await user.click(await screen.findByTestId('line-anyway'))
  await user.click(screen.getByTestId('line-keep'))
  await waitFor(() => expect(screen.getByTestId('group-buy').textContent).toContain('Buy 4 eSIMs'))
})

it('says what all cost in each currency, and takes a line without a plan from the choice for all', async () => {
  const { user, desk } = await openTable('', 'Anna;anna@example.com\nBert;bert@example.com')
  expect(screen.getByTestId('group-buy').textContent).toContain('No line can be bought yet')
  const plan = desk.catalogue.plans[0]
  await user.selectOptions(screen.getByTestId('group-plan'), plan?.id ?? '')
  await waitFor(() => expect(screen.getByTestId('group-buy').textContent).toMatch(/Buy 2 eSIMs for .*\d/))
})

it('asks once for what the provider wants to know of every guest, and sends the price as a pair', async () => {
  const { fake, user } = await openTable('phone_needed&price_needed')
  await user.type(screen.getByTestId('group-guest-pays'), '29,90')
  await user.selectOptions(screen.getByTestId('group-phone'), 'iphone')
  expect(screen.getByTestId<HTMLInputElement>('group-guest-currency').value, 'as the plans are charged').toBe(
    'EUR',
  )
  await waitFor(() => expect(screen.getByTestId('group-buy').getAttribute('aria-busy')).not.toBe('true'))
  await user.click(screen.getByTestId('group-buy'))
  await screen.findByTestId('group-progress')
  expect(fake.begun[0]).toMatchObject({ phone: 'iphone', guestPays: '29,90', guestCurrency: 'EUR' })
})

it('says before anything is bought that the provider wants model and IMEI, and each line can carry them', async () => {
  const { fake, user } = await openTable(
    'whole_phone_needed',
    [
      'Guest;E-mail;Plan;Model;IMEI',
      'Anna;anna@example.com;PLAN;iPhone 15;490154203237518',
      'Bert;bert@example.com;PLAN;Pixel 8;',
      'Cleo;cleo@example.com;PLAN;;490154203237519',
    ].join('\n'),
  )
  expect(screen.getByTestId('phones-needed').textContent).toContain('IMEI')
  expect(screen.getByTestId('group-buy').textContent).toContain('Buy 1 eSIM')
  expect(line(3).textContent).toContain('IMEI')
  expect(line(4).textContent, 'a digit is wrong').toContain('Phone model')
  await user.click(within(line(3)).getByTestId('change-line'))
  // By the scanner of a computer whose keys are French.
  await scannedInFrench(await screen.findByTestId('line-imei'), '490154203237518')
  await user.click(screen.getByTestId('line-keep'))
  await waitFor(() => expect(screen.getByTestId('group-buy').textContent).toContain('Buy 2 eSIMs'))
  await user.click(screen.getByTestId('group-buy'))
  await screen.findByTestId('group-progress')
  expect(fake.begun[0]?.lines.map(({ phoneModel, imei }) => [phoneModel, imei])).toEqual([
    ['iPhone 15', '490154203237518'],
    ['Pixel 8', '490154203237518'],
    ['', '490154203237519'],
  ])
})

it('asks in the form of a line for no phone that nobody wants to know', async () => {
  const { user } = await openTable()
  expect(screen.queryByTestId('phones-needed')).toBeNull()
  await user.click(within(line(2)).getByTestId('change-line'))
  await screen.findByTestId('line-guest')
  expect(screen.queryByTestId('line-imei')).toBeNull()
})

it('does not ask for it where the provider does not', async () => {
  await openTable()
  expect(screen.queryByTestId('group-guest-pays')).toBeNull()
  expect(screen.queryByTestId('group-phone')).toBeNull()
})

it('shows how far it is, keeps what was not bought, and leads from guest to guest', async () => {
  const opened = await openTable()
  const { fake, user } = opened
  await buy(opened)
  await waitFor(() => expect(screen.getByTestId('group-progress').textContent).toContain('2 of 4 bought'))
  expect(fake.begun).toHaveLength(1)
  const bad = screen.getAllByTestId('group-line').find((row) => row.dataset['line'] === '3')
  expect(bad?.textContent).toContain('Not bought')
  // No notice for each of them: the group's own page tells.
  expect(opened.desk.alerts.list).toEqual([])
  expect(screen.getByTestId('next-guest').textContent).toContain('Anna Keller')
  await user.click(screen.getByTestId('next-guest'))
  await screen.findByTestId('done')
  expect(document.body.textContent).toContain('anna@example.com')
  await user.click(screen.getByTestId('done'))
  await screen.findByTestId('group-progress')
  await waitFor(() => expect(screen.getByTestId('next-guest').textContent).toContain('Cleo Paul'))
})

it('hands over what was bought in an earlier run, which no snapshot has', async () => {
  const opened = await openTable()
  const { fake, user } = opened
  await buy(opened)
  await waitFor(() => expect(screen.getByTestId('group-progress').textContent).toContain('2 of 4 bought'))
  const sold = fake.world.snapshot.orders
  fake.order = (key) => {
    const found = sold.find((one) => one.key === key)
    return Promise.resolve(
      found ? { status: 'ok', data: found } : { status: 'error', error: { kind: 'unknown_order' } },
    )
  }
  fake.world.change({ orders: [] })
  await user.click(screen.getByTestId('next-guest'))
  await screen.findByTestId('done')
  expect(document.body.textContent).toContain('anna@example.com')
})

it('stops at the limit with words, and goes on by a press that says how many and what they cost', async () => {
  const opened = await openTable('', TABLE.replace('Cleo Paul', 'Cap Cleo'))
  await buy(opened)
  await screen.findByText('Monthly limit reached')
  expect(screen.getByTestId('group-said').textContent).toBe('The group has stopped.')
  await opened.user.click(screen.getByTestId('nav-sell'))
  const hint = await screen.findByTestId('group-hint')
  expect(hint.textContent).toContain('The group has stopped.')
  await opened.user.click(within(hint).getByTestId('to-group'))
  expect((await screen.findByTestId('group-go-on')).textContent).toMatch(/Go on: buy 1 more for .*\d/)
})

it('leads the keyboard from the field to the button that buys, and to the next group’s title', async () => {
  const opened = await openTable()
  await waitFor(() => expect(document.activeElement, 'the next step').toBe(screen.getByTestId('group-buy')))
  await opened.user.click(screen.getByTestId('group-other'))
  expect(document.activeElement, 'the next table').toBe(await screen.findByTestId('group-text'))
  await opened.user.click(screen.getByTestId('undo'))
  await screen.findByTestId('group-buy')
  await buy(opened)
  expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }))
})

it('reads a long table at once when it is pasted, with what stood in the field, and puts it into no field', async () => {
  const { user, desk } = await openSell()
  await user.click(screen.getByTestId('several'))
  const field = await screen.findByTestId<HTMLTextAreaElement>('group-text')
  const name = desk.catalogue.plans[0]?.name ?? ''
  const line = (guest: number) => `Guest ${String(guest)};guest${String(guest)}@example.com;${name}\n`
  await user.click(field)
  await user.paste(line(0))
  expect(field.value, 'a short one can be looked at').toBe(line(0))
  await user.paste(Array.from({ length: 150 }, (_, guest) => line(guest + 1)).join(''))
  await waitFor(() => expect(screen.getByTestId('group-buy').textContent).toContain('Buy 151 eSIMs'))
  expect(desk.table?.text, 'a field would take seconds for it').toBe(line(0))
})

it('draws a long table a portion at a time, and all that has a problem within a press', async () => {
  const line = (guest: number) => `G${String(guest)};${guest > 120 ? 'nowhere' : 'g@example.com'};PLAN`
  const opened = await openTable('', Array.from({ length: 130 }, (_, guest) => line(guest + 1)).join('\n'))
  const { user } = opened
  const drawn = (row: string) => screen.getAllByTestId(row).length
  const drawnLines = () => screen.getAllByTestId('check-line').map((row) => Number(row.dataset['line']))
  const portion = (first: number, last: number) =>
    Array.from({ length: last - first + 1 }, (_, at) => first + at)
  expect(drawnLines()).toEqual(portion(1, 60))
  await user.click(screen.getByTestId('lines-before'))
  expect(drawnLines(), 'nothing is before the first').toEqual(portion(1, 60))
  await user.click(screen.getByTestId('lines-after'))
  expect(drawnLines()).toEqual(portion(61, 120))
  await user.click(screen.getByTestId('lines-after'))
  expect(drawnLines()).toEqual(portion(121, 130))
  expect(screen.getByTestId('portions').textContent).toContain('121 to 130 of 130')
  await user.click(screen.getByTestId('lines-after'))
  expect(drawnLines(), 'that is all').toEqual(portion(121, 130))
  await user.click(screen.getByTestId('only-bad'))
  expect(drawnLines(), 'a shorter list has its own end').toEqual(portion(121, 130))
  await user.click(screen.getByTestId('only-bad'))
  await buy(opened)
  await screen.findAllByTestId('group-line')
  expect(drawn('group-line')).toBe(60)
  await user.click(await screen.findByTestId('only-bad'))
  expect(screen.getAllByTestId('group-line').map((row) => row.dataset['line'])).toEqual(
    Array.from({ length: 10 }, (_, at) => String(at + 121)),
  )
})

it('buys nothing while what is on the button is looked at anew', async () => {
  const { fake, user, desk } = await openTable('', 'Anna;\nBert;\nCleo;cleo@example.com')
  const plan = desk.catalogue.plans[0]
  await user.selectOptions(screen.getByTestId('group-plan'), plan?.id ?? '')
  await waitFor(() => expect(screen.getByTestId('group-buy').textContent).toContain('Buy 1 eSIM for'))
  const check = fake.checkGroup.bind(fake)
  let answer = () => {}
  fake.checkGroup = async (draft) => {
    await new Promise<void>((go) => (answer = go))
    return check(draft)
  }
  // The press leaves the field, which is what begins the check.
  await user.type(screen.getByTestId('group-email'), 'desk@hotel.example')
  await user.click(screen.getByTestId('group-buy'))
  expect(screen.getByTestId('group-buy').getAttribute('aria-disabled')).toBe('true')
  expect(fake.begun).toEqual([])
  answer()
  await waitFor(() => expect(screen.getByTestId('group-buy').textContent).toContain('Buy 3 eSIMs for'))
  expect(fake.begun, 'and the press is not kept for later').toEqual([])
})

it('shows no sum that nobody could look at, and asks again', async () => {
  const { fake, user } = await openTable()
  const check = fake.checkGroup.bind(fake)
  fake.checkGroup = () => Promise.resolve({ status: 'error', error: { kind: 'no_account' } })
  await user.type(screen.getByTestId('group-email'), 'desk@hotel.example')
  await user.tab()
  await waitFor(() => expect(screen.queryByTestId('group-buy')).toBeNull())
  fake.checkGroup = check
  await user.click(await screen.findByTestId('group-check'))
  expect((await screen.findByTestId('group-buy')).textContent).toContain('Buy 2 eSIMs for')
})

it('shows the new sum where the plans were another price for the program, and buys nothing', async () => {
  const { fake, user } = await openTable()
  const check = fake.checkGroup.bind(fake)
  fake.checkGroup = async (draft) => {
    const answer = await check(draft)
    if (answer.status === 'ok') answer.data.cost.sums = [{ amount: '99.00', currency: 'EUR' }]
    return answer
  }
  await user.click(screen.getByTestId('group-buy'))
  await screen.findByText('What this group comes to has changed')
  await waitFor(() => expect(screen.getByTestId('group-buy').textContent).toContain('99'))
  expect(fake.begun).toEqual([])
})

it('counts nobody as handed over whose code did not come up', async () => {
  const opened = await openTable()
  const { fake, user } = opened
  await buy(opened)
  await waitFor(() => expect(screen.getByTestId('group-progress').textContent).toContain('2 of 4 bought'))
  const handOver = fake.handOver.bind(fake)
  fake.handOver = () => Promise.resolve({ status: 'error', error: { kind: 'no_code' } })
  await user.click(screen.getByTestId('next-guest'))
  await waitFor(() => expect(opened.desk.navigation.screen.name).not.toBe('group'))
  opened.desk.toSell()
  await screen.findByTestId('group-progress')
  expect(screen.getByTestId('next-guest').textContent).toContain('Anna Keller')
  fake.handOver = handOver
})

it('goes on with the guest whose code nobody has seen yet, also after a restart', async () => {
  const opened = await openTable()
  const { fake } = opened
  await buy(opened)
  await waitFor(() => expect(screen.getByTestId('group-progress').textContent).toContain('2 of 4 bought'))
  expect(screen.getByTestId('next-guest').textContent).toContain('Anna Keller')
  const view = [...fake.groupViews.values()][0]
  if (!view) throw new Error('it was begun')
  // This window has seen no code; the book knows of one.
  const lines = view.lines.map((one, at) =>
    at === 0 && one.order ? { ...one, order: { ...one.order, wasShown: true } } : one,
  )
  fake.groupViews.set(view.key, { ...view, lines })
  fake.world.change({ groups: { ...fake.world.snapshot.groups, revision: 99 } })
  await waitFor(() => expect(screen.getByTestId('next-guest').textContent).not.toContain('Anna Keller'))
})

it('says what became of an order that is no longer charged, and offers no second one to who was refunded', async () => {
  const opened = await openTable()
  const { fake } = opened
  await buy(opened)
  await waitFor(() => expect(screen.getByTestId('group-progress').textContent).toContain('2 of 4 bought'))
  const [key] = [...fake.groupViews.keys()]
  const view = key === undefined ? undefined : fake.groupViews.get(key)
  if (!view) throw new Error('it was begun')
  const lines = view.lines.map((one) =>
    one.line === 2 && one.order
      ? { ...one, order: { ...one.order, state: 'refunded' as const, mayBeCharged: false, refunded: true } }
      : one,
  )
  fake.groupViews.set(view.key, { ...view, lines })
  fake.world.change({ groups: { ...fake.world.snapshot.groups, revision: 99 } })
  const row = () => screen.getAllByTestId('group-line').find((one) => one.dataset['line'] === '2')
  await waitFor(() => expect(row()?.textContent).toContain('Refunded'))
  expect(within(row() as HTMLElement).queryByTestId('try-line')).toBeNull()
  expect(within(row() as HTMLElement).queryByTestId('mend-line')).toBeNull()
})

it('calls bought only what is known to be, and says what to do about the rest', async () => {
  const names = ['Lost Anna', 'Fail Bert', 'Hold Cleo', 'Slow Dora', 'Emil']
  const table = names.map((name, at) => `${name};guest${at}@example.com;PLAN`).join('\n')
  const opened = await openTable('', table)
  const { fake } = opened
  await buy(opened)
  await waitFor(() => expect(fake.groupViews.get(1)?.waiting.count).toBe(0))
  const said = () => screen.getByTestId('group-said').textContent
  await waitFor(() => expect(said()).toContain('It is not known yet whether 2 lines'))
  expect(said()).toContain('1 eSIM is bought, but its code is on hold')
  expect(said()).toContain('1 eSIM is still being prepared')
  expect(said(), 'nobody may go home yet').not.toContain('Every line is done')
  expect(screen.getByTestId('group-progress').textContent).toBe('2 of 5 bought')
  expect(screen.queryAllByTestId('mend-line'), 'what may be bought is not bought twice').toEqual([])
  expect(document.body.textContent).toContain('4 codes are not ready')

  const view = fake.groupViews.get(1)
  if (!view) throw new Error('it was begun')
  const states = { unconfirmed: 'ready', failed: 'settled', withheld: 'ready', preparing: 'ready' } as const
  const lines = view.lines.map((one) => {
    const state = one.order && states[one.order.state as keyof typeof states]
    return one.order && state ? { ...one, order: { ...one.order, state } } : one
  })
  fake.groupViews.set(1, { ...view, lines })
  fake.world.change({ groups: { ...fake.world.snapshot.groups, revision: 99 } })
  await waitFor(() => expect(said(), 'a closed case is nobody’s to open').toBe('Every line is done.'))
})

it('counts a closed line as bought where a person said so, and expects no code of it', async () => {
  const names = ['Fail Anna', 'Fail Bert', 'Fail Cleo', 'Fail Dora', 'Fail Emil', 'Finn']
  const table = names.map((name, at) => `${name};guest${at}@example.com;PLAN`).join('\n')
  const opened = await openTable('', table)
  const { fake } = opened
  await buy(opened)
  await waitFor(() => expect(screen.getByTestId('group-progress').textContent).toBe('1 of 6 bought'))
  const view = fake.groupViews.get(1)
  if (!view) throw new Error('it was begun')
  const found = ['handed_over', 'not_handed_over', 'not_bought', 'refunded', 'not_known'] as const
  const lines = view.lines.map((one, at) => {
    const verdict = found[at]
    if (!one.order || !verdict) return one
    const over = {
      mayBeCharged: verdict !== 'not_bought' && verdict !== 'refunded',
      refunded: verdict === 'refunded',
    }
    return { ...one, order: { ...one.order, state: 'settled' as const, verdict, ...over } }
  })
  fake.groupViews.set(1, { ...view, lines })
  fake.world.change({ groups: { ...fake.world.snapshot.groups, revision: 99 } })
  await waitFor(() => expect(screen.getByTestId('group-progress').textContent).toBe('3 of 6 bought'))
  const states = screen.getAllByTestId('line-state').map((one) => one.textContent.trim())
  expect(states[0]).toContain('Bought, handed over')
  expect(states[1]).toContain('Bought, not handed over')
  expect(states[4]).toContain('Closed, outcome unknown')
  expect(document.body.textContent, 'nobody waits for the code of a closed case').not.toMatch(/not ready/)
})

it('tells outside the window that a group has stopped', async () => {
  const opened = await openTable('', TABLE.replace('Cleo Paul', 'Cap Cleo'))
  await buy(opened)
  await screen.findByText('Monthly limit reached')
  expect(opened.fake.toldOutside.map(({ title }) => title)).toContain('A group has stopped')
})

/** Two guests whose codes are ready, of which that of the first is withheld when it is asked for. */
async function withOneWithheld(): Promise<Window> {
  const opened = await openTable()
  const { fake } = opened
  await buy(opened)
  await waitFor(() => expect(screen.getByTestId('group-progress').textContent).toContain('2 of 4 bought'))
  const first = fake.groupViews.get(1)?.lines[0]?.order?.key
  const orders = fake.world.snapshot.orders.map((order) =>
    order.key === first ? { ...order, state: 'withheld' as const } : order,
  )
  fake.world.change({ orders })
  return opened
}

it('prints a page by its line, ends it as the list does, and names the lines that have none', async () => {
  const { fake, user } = await withOneWithheld()
  const print = vi.spyOn(fake, 'printSlip').mockImplementation(() => {
    const pages = screen.getAllByTestId('slip-sheet')
    expect(pages).toHaveLength(1)
    expect(within(pages[0] ?? document.body).getByTestId('sheet-line').textContent).toBe('№ 5')
    const suffix = fake.groupViews.get(1)?.lines[3]?.order?.suffix ?? 'none'
    expect(pages[0]?.textContent.trim().endsWith(suffix)).toBe(true)
    const row = screen.getAllByTestId('group-line').find(({ dataset }) => dataset['line'] === '5')
    expect(row?.textContent).toContain(suffix)
    return Promise.resolve({ status: 'ok', data: 'sent' })
  })
  await user.click(screen.getByTestId('print-all'))
  expect((await screen.findByTestId('papers-without')).textContent).toContain('Line 2: no code')
  await waitFor(() => expect(print).toHaveBeenCalledOnce())
  await waitFor(() => expect(screen.queryByTestId('slip-sheet')).toBeNull())
})

it('saves the pictures of the others too, and names the same lines', async () => {
  const { user } = await withOneWithheld()
  await user.click(screen.getByTestId('save-pictures'))
  expect((await screen.findByTestId('papers-without')).textContent).toContain('Line 2: no code')
  expect(screen.getByTestId('papers-said').textContent).toContain('eSIM-group-1.zip')
})

it('keeps the pages while a print dialog is open that does not tell, and no longer', async () => {
  const { fake, user } = await withOneWithheld()
  vi.spyOn(fake, 'printSlip').mockResolvedValue({ status: 'ok', data: 'asked' })
  await user.click(screen.getByTestId('print-all'))
  await waitFor(() => expect(screen.getByTestId('papers-said').textContent).toBe(''))
  await waitFor(() => expect(screen.getByTestId('print-all').getAttribute('aria-disabled')).toBe('false'))
  expect(screen.getAllByTestId('slip-sheet'), 'the dialog reads them').toHaveLength(1)
  window.dispatchEvent(new Event('afterprint'))
  await waitFor(() => expect(screen.queryByTestId('slip-sheet')).toBeNull())
  await user.click(screen.getByTestId('print-all'))
  await screen.findByTestId('slip-sheet')
  await user.click(screen.getByTestId('nav-orders'))
  await waitFor(() => expect(screen.queryByTestId('slip-sheet'), 'they go with the page').toBeNull())
})

it('loses nothing of a table by a look elsewhere', async () => {
  const { user } = await openTable()
  await user.click(screen.getByTestId('nav-orders'))
  await user.click(screen.getByTestId('nav-sell'))
  await user.click(await screen.findByTestId('several'))
  expect(await screen.findAllByTestId('check-line')).toHaveLength(4)
})

it('loses nothing of a table by a reload: what was mended, chosen, left out, and half typed in a line', async () => {
  const first = await openTable()
  const { user, desk } = first
  await user.click(within(line(3)).getByTestId('change-line'))
  await user.clear(await screen.findByTestId('line-email'))
  await user.type(screen.getByTestId('line-email'), 'bert@example.com')
  await user.click(screen.getByTestId('line-keep'))
  await user.click(within(line(4)).getByTestId('change-line'))
  await user.click(await screen.findByTestId('line-out'))
  await user.selectOptions(screen.getByTestId('group-plan'), desk.catalogue.plans[1]?.id ?? '')
  await user.click(within(line(5)).getByTestId('change-line'))
  await user.type(await screen.findByTestId('line-guest'), 'tra')
  await waitFor(() => expect(first.fake.left.table).toContain('Cleo Paultra'))

  const second = await reload(first)
  expect((await screen.findByTestId<HTMLInputElement>('line-guest')).value, 'as far as it was typed').toBe(
    'Cleo Paultra',
  )
  await second.user.click(screen.getByTestId('line-keep'))
  await waitFor(() => expect(screen.getByTestId('group-buy').textContent).toContain('Buy 3 eSIMs'))
  expect(screen.getAllByTestId('check-line').map((row) => row.dataset['line'])).toEqual(['2', '3', '5'])
  expect(screen.getByTestId<HTMLSelectElement>('group-plan').value).toBe(desk.catalogue.plans[1]?.id)
  await buy(second)
  expect(first.fake.begun[0]?.lines.map(({ email }) => email)).toEqual([
    'anna@example.com',
    'bert@example.com',
    'cleo@example.com',
  ])
  await waitFor(() => expect(first.fake.left.table, 'nobody keeps what was bought').toBeNull())
})

it('is the same table after a reload, which is begun once', async () => {
  const first = await openTable()
  const { left } = first.fake
  await buy(first)
  first.fake.left = left
  await buy(await reload(first))
  const [one, other] = first.fake.begun.map(({ reference }) => reference)
  expect(one, 'Rust begins the same one only once').toBe(other)
})

it('loses nothing of a text that was not read yet by a reload, and stays where it was', async () => {
  const first = await openSell()
  const { user, fake } = first
  await user.click(screen.getByTestId('several'))
  await user.type(await screen.findByTestId('group-text'), 'Anna;anna@example.com')
  await waitFor(() => expect(fake.left.table).toContain('anna@example.com'))
  await reload(first)
  const field = await screen.findByTestId<HTMLTextAreaElement>('group-text')
  expect(field.value).toBe('Anna;anna@example.com')

  await user.clear(field)
  await waitFor(() => expect(fake.left.table, 'nothing is kept of an empty field').toBeNull())
})

it('shows the group that a table became while nobody was there', async () => {
  const first = await openTable()
  await buy(first)
  first.fake.left = { typed: null, placed: null, table: null, begun: 1 }
  const second = await reload(first)
  await waitFor(() => expect(second.desk.navigation.screen).toEqual({ name: 'group', group: 1 }))
})

it('brings back the table that made room for another one, as it was mended', async () => {
  const { user } = await openTable()
  await user.click(within(line(4)).getByTestId('change-line'))
  await user.click(await screen.findByTestId('line-out'))
  await user.click(screen.getByTestId('group-other'))
  expect((await screen.findByTestId('set-aside')).textContent).toContain('Group of 3')
  await user.type(screen.getByTestId('group-text'), 'Dora;dora@example.com')
  await user.click(screen.getByTestId('undo'))
  expect(await screen.findAllByTestId('check-line')).toHaveLength(3)
  expect(screen.getByTestId('group-buy').textContent, 'it is checked again').toContain('Buy 2 eSIMs')
  expect(screen.getByTestId('set-aside').textContent, 'the other one is not lost for it').toContain('Dora')
})

it('brings back every table that made room, one after the other', async () => {
  const { user } = await openTable()
  for (const guest of ['Dora', 'Emil']) {
    await user.click(screen.getByTestId('group-other'))
    await user.type(await screen.findByTestId('group-text'), `${guest};${guest}@example.com`)
    await user.click(screen.getByTestId('group-read'))
    await screen.findAllByTestId('check-line')
  }
  const seen: string[] = []
  for (let press = 0; press < 3; press++) {
    await user.click(screen.getByTestId('undo'))
    await waitFor(() => expect(seen).not.toContain(screen.getAllByTestId('check-line')[0]?.textContent))
    seen.push(screen.getAllByTestId('check-line')[0]?.textContent ?? '')
  }
  expect(seen.map((line) => /Anna|Dora|Emil/.exec(line)?.[0])).toEqual(['Dora', 'Anna', 'Emil'])
})

it('offers other letters only of the file that was opened last', async () => {
  const { fake, user } = await openSell()
  await user.click(screen.getByTestId('several'))
  for (const guest of ['Anna', 'Bert']) {
    fake.file = `${guest};${guest}@example.com;Europe 5 GB`
    await user.click(await screen.findByTestId('group-open'))
    await screen.findByTestId('group-encoding')
    await user.click(screen.getByTestId('group-other'))
  }
  await user.click(screen.getByTestId('undo'))
  await waitFor(() => expect(line(1).textContent).toContain('Bert'))
  expect(screen.getByTestId('group-encoding')).toBeTruthy()
  await user.click(screen.getByTestId('undo'))
  await waitFor(() => expect(line(1).textContent).toContain('Anna'))
  expect(screen.queryByTestId('group-encoding'), 'another file would be read for it').toBeNull()
})

it('keeps what was mended in a line when a column is called something else', async () => {
  const { user } = await openTable()
  await user.click(within(line(3)).getByTestId('change-line'))
  await user.clear(await screen.findByTestId('line-email'))
  await user.type(screen.getByTestId('line-email'), 'bert@example.com')
  await user.click(screen.getByTestId('line-keep'))
  await user.selectOptions(screen.getAllByTestId('group-column')[3] ?? document.body, 'language')
  await waitFor(() => expect(line(5).textContent, 'the note is a language now').not.toContain('=1+1'))
  expect(line(3).textContent).toContain('bert@example.com')
})

/** A group is bought but for line 3, and that is being mended. */
async function withLineInHand(address = ''): Promise<Window> {
  const opened = await openTable(address)
  await buy(opened)
  await waitFor(() => expect(screen.getByTestId('group-progress').textContent).toContain('2 of 4 bought'))
  await mendLine(opened)
  await opened.user.clear(await screen.findByTestId('line-email'))
  await opened.user.type(screen.getByTestId('line-email'), 'bert@example.com')
  await waitFor(() => expect(screen.getByTestId('line-buy').getAttribute('aria-disabled')).toBe('false'))
  return opened
}

async function mendLine({ user }: Window, number = '3'): Promise<void> {
  const row = screen.getAllByTestId('group-line').find(({ dataset }) => dataset['line'] === number)
  await user.click(within(row as HTMLElement).getByTestId('mend-line'))
}

const typedEmail = async () => (await screen.findByTestId<HTMLInputElement>('line-email')).value

it.each(['group_changed', 'keychain', 'book'] as const)(
  'keeps a line’s form with all that was typed where it ends with %s, and closes it once it is bought',
  async (kind) => {
    const { fake, user } = await withLineInHand()
    const mend = fake.mendLine.bind(fake)
    const error = examples[kind]
    fake.mendLine = () => Promise.resolve({ status: 'error', error })
    await user.click(screen.getByTestId('line-buy'))
    const dialog = await screen.findByRole('dialog')
    expect((await within(dialog).findByTestId('failure')).dataset['kind'], 'beside what was typed').toBe(kind)
    expect(await typedEmail()).toBe('bert@example.com')
    fake.mendLine = mend
    await waitFor(() => expect(screen.getByTestId('line-buy').getAttribute('aria-disabled')).toBe('false'))
    await user.click(screen.getByTestId('line-buy'))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await waitFor(() => expect(screen.getByTestId('group-progress').textContent).toContain('3 of 4 bought'))
    expect(screen.queryByTestId('set-aside'), 'nobody needs it any more').toBeNull()
    await waitFor(() => expect(fake.left.typed).toBeNull())
  },
)

it('tells which line of which group is looked at, so that it is not compared with itself', async () => {
  const { fake } = await withLineInHand()
  expect(fake.mended).toEqual({ group: 1, line: 3 })
})

it('asks again what a line comes to once the guest’s phone is chosen beside it', async () => {
  const { fake, user } = await withLineInHand('phone_needed')
  const check = fake.checkGroup.bind(fake)
  fake.checkGroup = async (draft) => {
    // Slower than somebody types.
    await new Promise((go) => setTimeout(go, 50))
    const answer = await check(draft)
    // Nothing can be bought before the phone is known.
    if (draft.phone !== null || answer.status === 'error') return answer
    const problems: LineProblem[] = [{ kind: 'field', field: 'phone', problem: { kind: 'empty' } }]
    return {
      ...answer,
      data: { ...answer.data, lines: answer.data.lines.map((one) => ({ ...one, problems })) },
    }
  }
  await user.type(screen.getByTestId('line-guest'), ' jun.')
  const dialog = screen.getByRole('dialog')
  await waitFor(() => expect(dialog.querySelector('.problem'), 'the answer is there').not.toBeNull())
  const phone = within(dialog).getByTestId('group-phone')
  await user.selectOptions(phone, 'iphone')
  await waitFor(() => expect(screen.getByTestId('line-buy').getAttribute('aria-disabled')).toBe('false'))
})

it('keeps what is typed in another line while the one before is being bought', async () => {
  const opened = await openTable('', `${TABLE}\nDora Vogt;neither;PLAN;14`)
  const { fake, user } = opened
  await buy(opened)
  await waitFor(() => expect(screen.getAllByTestId('mend-line')).toHaveLength(3))
  await mendLine(opened)
  await user.clear(await screen.findByTestId('line-email'))
  await user.type(screen.getByTestId('line-email'), 'bert@example.com')
  await waitFor(() => expect(screen.getByTestId('line-buy').getAttribute('aria-disabled')).toBe('false'))
  const mend = fake.mendLine.bind(fake)
  let answer = () => {}
  fake.mendLine = async (...asked) => {
    await new Promise<void>((go) => (answer = go))
    return mend(...asked)
  }
  await user.click(screen.getByTestId('line-buy'))
  screen.getByRole('dialog').dispatchEvent(new Event('cancel', { cancelable: true }))
  await screen.findByTestId('set-aside')
  await mendLine(opened, '6')
  await user.type(await screen.findByTestId('line-guest'), ' jun.')
  answer()
  await waitFor(() => expect(screen.queryByTestId('set-aside'), 'what is bought is no form').toBeNull())
  expect(screen.getByTestId<HTMLInputElement>('line-guest').value).toBe('Dora Vogt jun.')
  expect(fake.left.typed).toContain('Dora Vogt jun.')
})

it('brings back with Undo what was typed in a line whose form was dismissed, in a group', async () => {
  const opened = await withLineInHand()
  const { user } = opened
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  expect(screen.queryByRole('dialog')).toBeNull()
  expect((await screen.findByTestId('set-aside')).textContent).toContain('Line 3')
  await user.click(screen.getByTestId('nav-orders'))
  opened.desk.navigation.go({ name: 'group', group: 1 })
  await user.click(await screen.findByTestId('undo'))
  expect(await typedEmail()).toBe('bert@example.com')
  expect(screen.queryByTestId('set-aside')).toBeNull()
})

it('keeps what is typed beside a line with the line: Undo and a reload bring both back', async () => {
  const first = await openTable('phone_needed&price_needed')
  await buy(first)
  await waitFor(() => expect(screen.getAllByTestId('mend-line')).toHaveLength(2))
  await mendLine(first)
  const dialog = async () => within(await screen.findByRole('dialog'))
  await first.user.selectOptions((await dialog()).getByTestId('group-phone'), 'iphone')
  await first.user.type((await dialog()).getByTestId('group-guest-pays'), '29,90')
  await first.user.click(screen.getByRole('button', { name: 'Cancel' }))
  await first.user.click(await screen.findByTestId('undo'))
  const pays = async () => (await dialog()).getByTestId<HTMLInputElement>('group-guest-pays').value
  expect(await pays()).toBe('29,90')
  await waitFor(() => expect(first.fake.left.typed).toContain('29,90'))
  await reload(first)
  expect(await pays()).toBe('29,90')
  expect((await dialog()).getByTestId<HTMLSelectElement>('group-phone').value).toBe('iphone')
})

it.each(['aside', 'in hand'])('brings no line back that is over, whose form was %s', async (where) => {
  const first = await withLineInHand()
  const { fake, user } = first
  if (where === 'aside') await user.click(screen.getByRole('button', { name: 'Cancel' }))
  await waitFor(() => expect(fake.left.typed).toContain('bert@example.com'))
  const view = fake.groupViews.get(1)
  const order = view?.lines.find((one) => one.order)?.order
  if (!view || !order) throw new Error('it was begun')
  const lines = view.lines.map((one) => (one.line === 3 ? { ...one, order } : one))
  fake.groupViews.set(1, { ...view, lines })
  const second = await reload(first)
  second.desk.navigation.go({ name: 'group', group: 1 })
  await screen.findByTestId('group-progress')
  await waitFor(() => expect(fake.left.typed).toBeNull())
  expect(screen.queryByTestId('set-aside')).toBeNull()
  expect(screen.queryByRole('dialog')).toBeNull()
})

it('goes on after a reload with the line that was being mended', async () => {
  const first = await withLineInHand()
  await waitFor(() => expect(first.fake.left.typed).toContain('bert@example.com'))
  const second = await reload(first)
  expect(await typedEmail()).toBe('bert@example.com')
  await waitFor(() => expect(screen.getByTestId('line-buy').getAttribute('aria-disabled')).toBe('false'))
  await second.user.click(screen.getByTestId('line-buy'))
  await waitFor(() => expect(screen.getByTestId('group-progress').textContent).toContain('3 of 4 bought'))
})

it('brings back with Undo what was typed in a line whose form was dismissed, in a table', async () => {
  const first = await openTable()
  const { user } = first
  await user.click(within(line(5)).getByTestId('change-line'))
  await user.click(await screen.findByRole('button', { name: 'Cancel' }))
  expect(screen.queryByTestId('set-aside'), 'who changed nothing has typed nothing').toBeNull()
  await user.click(within(line(3)).getByTestId('change-line'))
  await user.clear(await screen.findByTestId('line-email'))
  await user.type(screen.getByTestId('line-email'), 'bert@example.com')
  screen.getByRole('dialog').dispatchEvent(new Event('cancel', { cancelable: true }))
  expect((await screen.findByTestId('set-aside')).textContent).toContain('Line 3')
  await waitFor(() => expect(first.fake.left.table).toContain('lineAside'))
  const second = await reload(first)
  await second.user.click(await screen.findByTestId('undo'))
  expect(await typedEmail()).toBe('bert@example.com')
  await second.user.click(screen.getByTestId('line-keep'))
  await waitFor(() => expect(line(3).textContent).toContain('bert@example.com'))
  expect(screen.queryByTestId('set-aside')).toBeNull()
})

it('is gone with the account', async () => {
  const { fake, user, desk } = await openTable('phone_needed&price_needed')
  await user.selectOptions(screen.getByTestId('group-phone'), 'iphone')
  await user.type(screen.getByTestId('group-guest-pays'), '29,90')
  await user.clear(screen.getByTestId('group-guest-currency'))
  await user.type(screen.getByTestId('group-guest-currency'), 'chf')
  const { table } = desk
  if (!table) throw new Error('it is on screen')
  Object.assign(table, { staff: 'Mia', start: 'on_date', date: '2030-01-02' })
  await fake.startDemo()
  await waitFor(() => expect(fake.left.table, 'another account is another counter').toBeNull())
  expect(table).toMatchObject({
    ...{ phone: null, guestPays: '', guestCurrency: '', staff: '', start: 'now', date: '' },
    ...{ plan: '', email: '' },
  })
  await open('', fake)
  await screen.findAllByTestId('plan-row')
  await userEvent.click(screen.getAllByTestId('several')[0] ?? document.body)
  expect(await screen.findByTestId<HTMLTextAreaElement>('group-text')).toHaveProperty('value', '')
})
