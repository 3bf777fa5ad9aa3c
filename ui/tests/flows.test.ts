/**
 * How much a person has to do for each thing that is done at a counter, counted while the page is driven as they would drive
 * it, and held against the table in `docs/flows.md`.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { screen, waitFor, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { buyButton, openSell, type Window } from './window'

const page = readFileSync(join(import.meta.dirname, '../../docs/flows.md'), 'utf8')
const EID = '89049032004008882600000000000076'

/** One person's presses of buttons and keys, and the fields they type in. Going to a field that has no focus is a press. */
class Counted {
  presses = 0
  fields = 0

  constructor(readonly window: Window) {}

  async press(place: HTMLElement): Promise<void> {
    this.presses++
    await this.window.user.click(place)
  }

  async key(key: string): Promise<void> {
    this.presses++
    await this.window.user.keyboard(key)
  }

  async paste(text: string): Promise<void> {
    this.presses++
    await this.window.user.paste(text)
  }

  async type(place: HTMLElement, text: string): Promise<void> {
    if (document.activeElement !== place) await this.press(place)
    this.fields++
    await this.window.user.keyboard(text)
  }
}

/** The row of a plan with all these words. */
function row(words: string): HTMLElement {
  const rows = screen.getAllByTestId('plan-row')
  const found = rows.find((one) => words.split(' ').every((word) => one.textContent.includes(word)))
  if (!found) throw new Error(`no plan ${words}`)
  return found
}

async function emailHasFocus(): Promise<HTMLElement> {
  const email = screen.getByTestId('email')
  await waitFor(() => expect(document.activeElement, 'the next thing to do').toBe(email))
  return email
}

/** A guest has a code, which was handed over and not scanned. */
async function sold(window: Window): Promise<void> {
  await window.user.click(row('Türkiye'))
  await window.user.type(await emailHasFocus(), 'guest@example.com')
  await window.user.click(buyButton())
  await screen.findByTestId('qr')
}

/** Somebody has saved the guests of a group as a file. */
async function fileOfAGroup({ fake, desk }: Window): Promise<void> {
  const plan = desk.catalogue.plans[0]?.name ?? ''
  const guests = ['anna', 'bert', 'cleo'].map((name) => `${name};${name}@example.com;${plan}`)
  fake.file = ['Guest;E-mail;Plan', ...guests].join('\n')
}

/** Finds an eSIM by what is known of it. */
async function findBy(person: Counted, known: string): Promise<void> {
  await person.press(screen.getByTestId('nav-orders'))
  await person.press(await screen.findByTestId('find-esim'))
  const field = await screen.findByTestId('find-text')
  await waitFor(() => expect(document.activeElement, 'the next thing to do').toBe(field))
  await person.type(field, known)
  await person.key('{Enter}')
}

/** To the page of a guest whose code is ready, found by their name. */
async function readyOrder(person: Counted): Promise<void> {
  await person.press(screen.getByTestId('nav-orders'))
  await person.type(await screen.findByTestId('orders-search'), 'ana')
  const ready = (await screen.findAllByTestId('order-row')).find((one) => one.textContent.includes('Ready'))
  if (!ready) throw new Error('none of them is ready')
  await person.press(within(ready).queryByRole('button') ?? ready)
}

type Flow = { name: string; address?: string; before?: (window: Window) => Promise<void> } & {
  does: (person: Counted) => Promise<unknown>
}

const flows: Flow[] = [
  {
    name: 'New guest, a plan sold before: to the code',
    does: async (person) => {
      await person.press(row('Türkiye 10 GB'))
      await person.type(await emailHasFocus(), 'guest@example.com')
      await person.press(buyButton())
      return screen.findByTestId('qr')
    },
  },
  {
    name: 'The same with keys alone',
    does: async (person) => {
      await person.key('{ArrowDown}')
      await person.key('{Enter}')
      await person.type(await emailHasFocus(), 'guest@example.com')
      await person.key('{Enter}')
      await person.key('{Enter}')
      return screen.findByTestId('qr')
    },
  },
  {
    name: 'New guest, any plan, found by its name: to the code',
    does: async (person) => {
      await person.type(screen.getByTestId('search'), 'japan')
      await person.key('{Enter}')
      await person.type(await emailHasFocus(), 'guest@example.com')
      await person.press(buyButton())
      return screen.findByTestId('qr')
    },
  },
  {
    name: 'Another eSIM for the guest who is there: to the next code',
    before: sold,
    does: async (person) => {
      await person.press(await screen.findByTestId('sell-another'))
      await screen.findAllByTestId('plan-row')
      await person.press(row('Japan'))
      await person.press(buyButton())
      return screen.findByTestId('qr')
    },
  },
  {
    name: 'The next guest: from a code to an empty form',
    before: sold,
    does: async (person) => {
      await person.press(screen.getByTestId('done'))
      return screen.findByTestId('email')
    },
  },
  {
    name: 'A guest comes back, not installed yet: to the code',
    before: async (window) => {
      await sold(window)
      await window.user.click(screen.getByTestId('done'))
      await screen.findByTestId('not-installed')
    },
    does: async (person) => {
      const waiting = screen.getByTestId('not-installed')
      await person.press(within(waiting).getByRole('button', { name: /guest@example/ }))
      return screen.findByTestId('qr')
    },
  },
  {
    name: 'A guest of an earlier day: to the code',
    address: 'orders=10',
    does: async (person) => {
      await readyOrder(person)
      await person.press(await screen.findByRole('button', { name: 'Hand over' }))
      return screen.findByTestId('qr')
    },
  },
  {
    name: 'Straight to an iPhone by its EID: to the code',
    does: async (person) => {
      await person.press(row('Türkiye 10 GB'))
      await person.type(await emailHasFocus(), 'guest@example.com')
      await person.press(screen.getByRole('radio', { name: 'iPhone' }))
      await person.press(await screen.findByText('About the phone'))
      await person.type(screen.getByLabelText(/EID of the iPhone/), EID)
      await person.press(buyButton())
      return screen.findByTestId('qr')
    },
  },
  {
    name: 'A form cleared by mistake: back to it',
    before: async (window) => {
      await window.user.type(screen.getByTestId('email'), 'guest@example.com')
      await window.user.keyboard('{Control>}n{/Control}')
    },
    does: async (person) => {
      await person.press(await screen.findByTestId('undo'))
      return waitFor(() =>
        expect(screen.getByTestId<HTMLInputElement>('email').value).toBe('guest@example.com'),
      )
    },
  },
  {
    name: 'A group from a spreadsheet’s file: to all bought',
    before: fileOfAGroup,
    does: async (person) => {
      await person.press(screen.getByTestId('several'))
      await person.press(await screen.findByTestId('group-open'))
      await person.press(await screen.findByTestId('group-buy'))
      return screen.findByText('3 of 3 bought')
    },
  },
  {
    name: 'A group pasted from a spreadsheet: to all bought',
    before: fileOfAGroup,
    does: async (person) => {
      await person.press(screen.getByTestId('several'))
      const field = await screen.findByTestId('group-text')
      await waitFor(() => expect(document.activeElement, 'the next thing to do').toBe(field))
      await person.paste(person.window.fake.file ?? '')
      await person.press(screen.getByTestId('group-read'))
      await person.press(await screen.findByTestId('group-buy'))
      return screen.findByText('3 of 3 bought')
    },
  },
  {
    name: 'Every code of a group on paper: to the printer',
    before: async (window) => {
      await fileOfAGroup(window)
      await window.user.click(screen.getByTestId('several'))
      await window.user.click(await screen.findByTestId('group-open'))
      await window.user.click(await screen.findByTestId('group-buy'))
      await screen.findByText('3 of 3 bought')
    },
    does: async (person) => {
      const papers = await screen.findByTestId('papers')
      await person.press(papers.querySelector('summary') ?? document.body)
      await person.press(within(papers).getByTestId('print-all'))
      return screen.findByText('Sent to the printer.')
    },
  },
  {
    name: 'The next guest of a group: from one code to the next',
    before: async (window) => {
      await fileOfAGroup(window)
      await window.user.click(screen.getByTestId('several'))
      await window.user.click(await screen.findByTestId('group-open'))
      await window.user.click(await screen.findByTestId('group-buy'))
      await screen.findByText('3 of 3 bought')
      await window.user.click(await screen.findByTestId('next-guest'))
      await screen.findByTestId('qr')
    },
    does: async (person) => {
      await person.press(screen.getByTestId('done'))
      await person.press(await screen.findByTestId('next-guest'))
      return screen.findByTestId('qr')
    },
  },
  {
    name: 'A guest of an earlier day needs more data: to the plan on their eSIM',
    address: 'orders=10',
    does: async (person) => {
      await readyOrder(person)
      await person.press(await screen.findByTestId('top-up'))
      await screen.findByRole('heading', { name: 'Top up' })
      await person.press((await screen.findAllByTestId('plan-row'))[0] ?? document.body)
      await person.press(screen.getByTestId('top-up-now'))
      return screen.findByText('The plan is on the eSIM')
    },
  },
  {
    name: 'A plan that waits is started now',
    address: 'orders=10',
    does: async (person) => {
      await readyOrder(person)
      await person.press((await screen.findAllByTestId('start-now'))[0] ?? document.body)
      await person.press(await screen.findByTestId('start-sure'))
      return waitFor(() => expect(screen.queryByTestId('start-sure')).toBeNull())
    },
  },
  {
    name: 'An eSIM is given back and refunded',
    address: 'orders=10',
    does: async (person) => {
      await readyOrder(person)
      await person.press((await screen.findByTestId('refund')).querySelector('summary') ?? document.body)
      await person.press(await screen.findByTestId('give-back'))
      await person.press(await screen.findByTestId('give-back-sure'))
      return screen.findByText('The eSIM was given back')
    },
  },
  {
    name: 'Any eSIM of the account is found by its ICCID: to its status and plans',
    does: async (person) => {
      await findBy(person, '8944471111111119500')
      return screen.findByTestId('sim-card')
    },
  },
  {
    name: 'Any eSIM of the account is found by its guest’s e-mail: to its status and plans',
    does: async (person) => {
      await findBy(person, 'guest@example.com')
      const [first] = await screen.findAllByTestId('found-esim')
      await person.press(
        within(first ?? document.body).getByRole('button', { name: 'Show status and plans' }),
      )
      return screen.findByTestId('sim-card')
    },
  },
  {
    name: 'The month is reported: to its sums and what the provider counts',
    address: 'orders=10',
    does: async (person) => {
      await person.press(screen.getByTestId('nav-orders'))
      await person.press(await screen.findByTestId('days'))
      await person.press(await screen.findByRole('button', { name: 'This month' }))
      await screen.findByTestId('days-total')
      await person.press(await screen.findByTestId('compare'))
      return screen.findByTestId('compared')
    },
  },
]

/** The counts of a flow as the page has them. */
function written(name: string): [presses: number, fields: number] | undefined {
  const line = page.split('\n').find((one) => one.startsWith(`| ${name} |`))
  const [, , presses, fields] = line?.split('|').map((cell) => cell.trim()) ?? []
  return line === undefined ? undefined : [Number(presses), Number(fields)]
}

async function count(flow: Flow): Promise<Counted> {
  const window = await openSell(flow.address)
  // What this desk sells most stands among the first rows.
  const often = window.desk.catalogue.plans.find(({ name }) => name === 'Türkiye 10 GB')
  window.fake.soldLately = [{ plan: often?.id ?? '', weight: 5000 }]
  await window.desk.catalogue.read()
  await screen.findAllByTestId('plan-row')
  await flow.before?.(window)
  const person = new Counted(window)
  await flow.does(person)
  return person
}

describe('presses and typed fields', () => {
  it.each(flows)('$name', async (flow) => {
    const { presses, fields } = await count(flow)
    expect([presses, fields], 'as docs/flows.md says').toEqual(written(flow.name))
  })

  it('from a new guest to a code, for a plan sold before, are at most four and one', () => {
    for (const name of ['New guest, a plan sold before: to the code', 'The same with keys alone']) {
      const [presses = 99, fields = 99] = written(name) ?? []
      expect(presses, name).toBeLessThanOrEqual(4)
      expect(fields, name).toBeLessThanOrEqual(1)
    }
  })

  it('are all counted: no row of the page stands there without a flow', () => {
    const rows = page.split('\n').filter((line) => /^\| [^|]+ \| \d+ \| \d+ \|/.test(line))
    expect(rows.map((line) => line.split('|')[1]?.trim())).toEqual(flows.map(({ name }) => name))
  })
})
