/** Several at once, played by the fake: tables of text with `;` or tabs, a line bought every moment, and some that are not. */
import type { Answer } from '../backend'
import type {
  CheckedGroup,
  CheckedLine,
  ColumnKind,
  Cost,
  Failure,
  GroupDraft,
  GroupKey,
  GroupLineView,
  GroupSummary,
  GroupView,
  LineDraft,
  LineKey,
  OrderState,
  OrderView,
  PaperPage,
  PicturesSaved,
  Plan,
  Saved,
  TableRead,
} from '../bindings'
import { orderStates } from '../../lib/order-states'
import { no, ok } from './answers'
import { handOver, withheld } from './code'
import type { Options } from './options'
import { inState, orderOf } from './order-views'
import { FakeDays } from './takings'

const headings: Record<string, ColumnKind> = {
  guest: 'guest',
  gast: 'guest',
  'e-mail': 'email',
  plan: 'plan',
  start: 'start',
  room: 'note',
  language: 'language',
}

/** What becomes of the order of a guest with such a first name. */
const ends: Record<string, OrderState> = {
  Slow: 'preparing',
  Lost: 'unconfirmed',
  Fail: 'failed',
  Hold: 'withheld',
}

export abstract class FakeGroups extends FakeDays {
  /** What a file would hold that the staff open; null where they close the dialog. */
  file: string | null = null
  readonly groupViews = new Map<GroupKey, GroupView>()
  /** What was begun: the drafts, as they came. */
  readonly begun: GroupDraft[] = []
  readonly #how: Options

  constructor(options: Options) {
    super(options)
    this.#how = options
  }

  async readTable(text: string): Promise<Answer<TableRead>> {
    return this.answer('readTable', () => tableOf(text))
  }

  async openTable(): Promise<Answer<TableRead | null>> {
    return this.answer('openTable', () =>
      this.file === null ? null : { ...tableOf(this.file), encodingIsGuessed: true },
    )
  }

  async readTableAs(): Promise<Answer<TableRead>> {
    return this.answer('readTableAs', () => tableOf(this.file ?? ''))
  }

  async linesOfTable(table: TableRead): Promise<Answer<LineDraft[]>> {
    return ok(
      table.rows.slice(table.headings ? 1 : 0).map(({ row, cells }): LineDraft => {
        const cell = (kind: ColumnKind) => cells[table.columns.indexOf(kind)] ?? ''
        return {
          line: row,
          guest: cell('guest'),
          email: cell('email'),
          plan: cell('plan'),
          start: cell('start'),
          note: cell('note'),
          language: cell('language'),
          anyway: false,
          doubtful: /^total/i.test(cells[0] ?? ''),
        }
      }),
    )
  }

  async checkGroup(draft: GroupDraft): Promise<Answer<CheckedGroup>> {
    const lines = draft.lines.map((line) => checkedLine(line, draft))
    const good = lines.filter(({ problems }) => problems.length === 0)
    return ok({ lines, cost: costOf(good.map(({ plan }) => plan)) })
  }

  async beginGroup(draft: GroupDraft, agreed: Cost): Promise<Answer<GroupKey>> {
    const now = await this.checkGroup(draft)
    if (now.status === 'ok' && JSON.stringify(now.data.cost) !== JSON.stringify(agreed)) {
      return no({ kind: 'group_changed' })
    }
    return this.answer('beginGroup', () => {
      this.begun.push(draft)
      const key = this.groupViews.size + 1
      const lines = draft.lines.map((line): GroupLineView => {
        const found = checkedLine(line, draft)
        const sound = found.problems.length === 0
        return {
          line: line.line,
          state: sound ? 'waiting' : 'stopped',
          toBuy: sound,
          draft: line,
          email: found.email,
          plan: found.plan,
          start: found.start ?? { kind: 'now' },
          phone: null,
          guestPays: '',
          guestCurrency: '',
          why: sound ? null : { kind: 'fields' },
          order: null,
        }
      })
      const at = new Date().toISOString()
      this.#set({ key, at, staff: draft.staff || null, ours: true, waiting: costOf([]), lines })
      this.left = { ...this.left, table: null, begun: key }
      void this.#buy(key)
      return key
    })
  }

  async groups(): Promise<Answer<GroupSummary[]>> {
    const all = [...this.groupViews.values()].reverse()
    return ok(
      all.map(({ key, at, lines, waiting }) => ({ key, at, lines: lines.length, waiting: waiting.count })),
    )
  }

  async group(key: GroupKey): Promise<Answer<GroupView>> {
    const view = this.groupViews.get(key)
    return view ? ok(structuredClone(view)) : no({ kind: 'unknown_order' })
  }

  async goOnWithGroup(key: GroupKey): Promise<Answer<null>> {
    return this.answer('goOnWithGroup', () => {
      this.#change(key, (line) => ({ ...line, toBuy: line.state === 'waiting' }))
      void this.#buy(key)
      return null
    })
  }

  async pauseGroup(key: GroupKey): Promise<Answer<null>> {
    return this.answer('pauseGroup', () => {
      this.#change(key, (line) => ({ ...line, toBuy: false }))
      this.#tell(key, false)
      return null
    })
  }

  async tryLine({ group, line }: LineKey): Promise<Answer<null>> {
    return this.answer('tryLine', () => {
      this.#change(group, (known) => (known.line === line ? { ...known, toBuy: true } : known))
      void this.#buy(group)
      return null
    })
  }

  async mendLine({ group, line }: LineKey, draft: GroupDraft): Promise<Answer<null>> {
    return this.answer('mendLine', () => {
      const [mended] = draft.lines
      const found = mended && checkedLine(mended, draft)
      this.#change(group, (known) =>
        known.line === line && mended && found
          ? { ...known, draft: mended, email: found.email, plan: found.plan, why: null, toBuy: true }
          : known,
      )
      void this.#buy(group)
      return null
    })
  }

  async leaveOutLine({ group, line }: LineKey): Promise<Answer<null>> {
    return this.answer('leaveOutLine', () => {
      this.#change(group, (known) => (known.line === line ? { ...known, state: 'left_out' } : known))
      return null
    })
  }

  async codeForPaper(key: number): Promise<Answer<PaperPage>> {
    const order = this.world.snapshot.orders.find((one) => one.key === key)
    if (!order) return no({ kind: 'unknown_order' })
    if (order.state === 'withheld') return ok({ code: withheld('claimed_twice'), suffix: order.suffix })
    const code = handOver(order, { sample: this.world.snapshot.mode === 'demo', ugly: this.#how.ugly })
    return ok({ code, suffix: order.suffix })
  }

  async saveGroupSlips(group: GroupKey): Promise<Answer<Saved>> {
    return this.answer('saveGroupSlips', () => ({
      kind: 'saved',
      path: `/home/desk/eSIM-group-${String(group)}.pdf`,
    }))
  }

  async saveGroupPictures(group: GroupKey): Promise<Answer<PicturesSaved>> {
    return this.answer('saveGroupPictures', () => ({
      saved: { kind: 'saved', path: `/home/desk/eSIM-group-${String(group)}.zip` },
      without: this.#withheld(group),
    }))
  }

  /** The lines whose codes are not given, though their orders have them. */
  #withheld(group: GroupKey): number[] {
    const lines = this.groupViews.get(group)?.lines ?? []
    const states = new Map(this.world.snapshot.orders.map(({ key, state }) => [key, state]))
    return lines.flatMap(({ line, order }) => (order && states.get(order.key) === 'withheld' ? [line] : []))
  }

  /** One line after the other; a guest called *Cap* meets the limit. */
  async #buy(key: GroupKey): Promise<void> {
    this.#tell(key, true)
    for (;;) {
      await new Promise((go) => setTimeout(go, this.#how.pace === 'fast' ? 0 : 900))
      const line = this.groupViews.get(key)?.lines.find(({ toBuy }) => toBuy)
      if (!line?.plan) break
      if (line.draft?.guest.startsWith('Cap')) {
        this.#change(key, (known) => ({ ...known, toBuy: false }))
        const why: Failure = {
          kind: 'limit_reached',
          messages: ['Monthly limit reached'],
          reference: 'r-406',
        }
        const { groups } = this.world.snapshot
        this.world.change({
          groups: { going: [], stopped: [{ group: key, why }], revision: groups.revision + 1 },
        })
        return
      }
      const { key: order, state, suffix } = this.#sold(line, line.plan, key)
      this.#change(key, (known) =>
        known.line === line.line
          ? {
              ...known,
              state: 'ordered',
              toBuy: false,
              order: {
                key: order,
                state,
                verdict: null,
                mayBeCharged: orderStates[state].bought !== 'nothing',
                refunded: false,
                wasShown: false,
                suffix,
              },
            }
          : known,
      )
    }
    this.#tell(key, false)
  }

  #sold(line: GroupLineView, plan: Plan, group: GroupKey): OrderView {
    const { orders } = this.world.snapshot
    const key = Math.max(0, ...orders.map((order) => order.key)) + 1
    const [firstName = '', ...last] = (line.draft?.guest ?? '').split(' ')
    const customer = { email: line.email, firstName, lastName: last.join(' '), phone: null, eidGiven: false }
    const end = ends[firstName] ?? 'ready'
    const order = inState(orderOf(key, plan, customer), end, this.#how.ugly)
    this.world.change({ orders: [{ ...order, line: { group, line: line.line } }, ...orders] })
    return order
  }

  #tell(key: GroupKey, going: boolean): void {
    const { groups } = this.world.snapshot
    this.world.change({
      groups: {
        going: going ? [key] : [],
        stopped: groups.stopped.filter(({ group }) => group !== key),
        revision: groups.revision + 1,
      },
    })
  }

  #change(key: GroupKey, change: (line: GroupLineView) => GroupLineView): void {
    const view = this.groupViews.get(key)
    if (view) this.#set({ ...view, lines: view.lines.map(change) })
  }

  #set(view: GroupView): void {
    const waiting = costOf(view.lines.filter(({ state }) => state === 'waiting').map(({ plan }) => plan))
    this.groupViews.set(view.key, { ...view, waiting })
  }
}

function tableOf(text: string): TableRead {
  const lines = text.split('\n').map((line) => line.split(/[;\t]/).map((cell) => cell.trim()))
  const rows = lines
    .map((cells, at) => ({ row: at + 1, cells }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
  const first = rows[0]?.cells.map((cell) => headings[cell.toLowerCase()])
  const known = first?.some(Boolean) ?? false
  const columns: ColumnKind[] = known
    ? (first ?? []).map((kind) => kind ?? 'other')
    : (rows[0]?.cells ?? []).map((_, at) => (['guest', 'email', 'plan', 'start'] as const)[at] ?? 'other')
  const looks = { email: /@/, start: /^\d{4}-\d\d-\d\d$/ }
  const seem = columns.map((kind, at) => {
    const cells = rows.slice(known ? 1 : 0).flatMap((row) => row.cells[at] || [])
    const like = (['email', 'start'] as const).find((name) => cells.every((cell) => looks[name].test(cell)))
    return kind === 'other' && cells.length > 0 ? (like ?? null) : null
  })
  return { rows, headings: known, above: 0, columns, seem, encoding: 'utf8', encodingIsGuessed: false }
}

function checkedLine(line: LineDraft, { plans, plan: all, email, start, lines }: GroupDraft): CheckedLine {
  const wanted = line.plan || all
  const plan = plans.find(({ id, name }) => id === wanted || name === wanted) ?? null
  const address = line.email || email
  const problems: CheckedLine['problems'] = []
  if (line.doubtful && !line.anyway) problems.push({ kind: 'no_guest' })
  if (wanted === '') problems.push({ kind: 'plan_missing' })
  else if (plan === null) problems.push({ kind: 'plan_unknown' })
  if (!address.includes('@')) {
    problems.push({ kind: 'field', field: 'email', problem: { kind: address ? 'not_an_email' : 'empty' } })
  }
  const same = lines.find(
    (other) =>
      other.line < line.line && other.guest === line.guest && other.email === line.email && line.guest,
  )
  if (same && !line.anyway) problems.push({ kind: 'same_as', line: same.line })
  return { line: line.line, email: address, plan, start, problems }
}

function costOf(plans: (Plan | null)[]): Cost {
  const sums = new Map<string, number>()
  let withoutPrice = 0
  for (const plan of plans) {
    if (plan?.price) {
      const cents = Math.round(Number(plan.price.amount) * 100)
      sums.set(plan.price.currency, (sums.get(plan.price.currency) ?? 0) + cents)
    } else withoutPrice++
  }
  return {
    count: plans.length,
    sums: [...sums].map(([currency, cents]) => ({ amount: (cents / 100).toFixed(2), currency })),
    withoutPrice,
  }
}
