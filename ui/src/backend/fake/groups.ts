/** Several at once, played by the fake: tables of text with `;` or tabs, a line bought every moment, and some that are not. */
import type { Answer } from '../backend'
import type {
  CheckedGroup,
  Cost,
  Failure,
  GroupDraft,
  GroupKey,
  GroupLineView,
  GroupList,
  GroupView,
  LineKey,
  OrderState,
  OrderView,
  PaperPage,
  PicturesSaved,
  Plan,
  Saved,
  SoldAlready,
  TableLines,
  TableRead,
} from '../bindings'
import { lineStand } from '../../lib/line-stand'
import { orderStates } from '../../lib/order-states'
import { no, ok } from './answers'
import { handOver, withheld } from './code'
import { costOf, isSame, isWithin } from './cost'
import { checkedLine, linesOf, tableOf } from './group-table'
import type { Options } from './options'
import { inState, orderOf } from './order-views'
import { dearer } from './plans'
import { FakeDays } from './takings'

/** So many groups are listed at a time. */
const LISTED = 20

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
  /** The line of a group that the last check was of. */
  mended: LineKey | null = null
  readonly #how: Options
  /** The plans whose price changed. */
  readonly #dearer = new Set<string>()

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

  async linesOfTable(table: TableRead): Promise<Answer<TableLines>> {
    return ok(linesOf(table))
  }

  async checkGroup(draft: GroupDraft, mended: LineKey | null = null): Promise<Answer<CheckedGroup>> {
    this.mended = mended
    const lines = draft.lines.map((line) => checkedLine(line, draft, this.#how.wholePhoneNeeded))
    const good = lines.filter(({ problems }) => problems.length === 0)
    return ok({ lines, cost: costOf(good.map(({ plan }) => plan)) })
  }

  async beginGroup(draft: GroupDraft, agreed: Cost): Promise<Answer<GroupKey>> {
    const now = await this.checkGroup(draft)
    if (now.status === 'ok' && !isSame(now.data.cost, agreed)) return no({ kind: 'group_changed' })
    return this.answer('beginGroup', () => {
      this.begun.push(draft)
      const key = this.groupViews.size + 1
      const lines = draft.lines.map((line): GroupLineView => {
        const found = checkedLine(line, draft, this.#how.wholePhoneNeeded)
        const sound = found.problems.length === 0
        return {
          line: line.line,
          state: sound ? 'waiting' : 'stopped',
          toBuy: sound,
          draft: line,
          email: found.email,
          plan: found.plan,
          start: found.start,
          phone: null,
          guestPays: '',
          guestCurrency: '',
          forAll: { plan: draft.plan, email: draft.email, start: draft.start },
          why: sound ? null : { kind: 'fields' },
          order: null,
        }
      })
      const at = new Date().toISOString()
      const none = costOf([])
      const soldAlready = { lines: [], cost: none }
      this.#set({ key, at, staff: draft.staff || null, ours: true, waiting: none, soldAlready, lines })
      this.left = { ...this.left, table: null, begun: key }
      void this.#buy(key)
      return key
    })
  }

  async groups(before: GroupKey | null = null): Promise<Answer<GroupList>> {
    const all = [...this.groupViews.values()].reverse().filter(({ key }) => before === null || key < before)
    const groups = all.slice(0, LISTED).map((view): GroupList['groups'][number] => {
      const { key, at, lines, waiting } = view
      const stands = lines.map(lineStand)
      const bought = stands.filter((stand) => stand === 'bought' || stand === 'on_hold').length
      const needsPerson = lines.filter(needs).length
      return { key, at, lines: lines.length, waiting: waiting.count, bought, needsPerson }
    })
    return ok({ groups, more: all.length > LISTED })
  }

  async group(key: GroupKey): Promise<Answer<GroupView>> {
    const view = this.groupViews.get(key)
    return view ? ok(structuredClone(view)) : no({ kind: 'unknown_order' })
  }

  async goOnWithGroup(key: GroupKey, agreed: Cost): Promise<Answer<null>> {
    const waiting = this.groupViews.get(key)?.waiting
    if (waiting && !isWithin(waiting, agreed)) return no({ kind: 'group_changed' })
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

  async insistOnLines(key: GroupKey, agreed: SoldAlready): Promise<Answer<null>> {
    const met = (this.groupViews.get(key)?.lines ?? []).filter(
      (line) => isMet(line) && agreed.lines.includes(line.line),
    )
    if (!isWithin(costOf(met.map(({ plan }) => plan)), agreed.cost)) return no({ kind: 'group_changed' })
    return this.answer('insistOnLines', () => {
      this.#change(key, (line) =>
        met.includes(line) && line.draft
          ? { ...line, draft: { ...line.draft, anyway: true }, state: 'waiting', why: null, toBuy: true }
          : line,
      )
      void this.#buy(key)
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

  async mendLine({ group, line }: LineKey, draft: GroupDraft, agreed: Cost): Promise<Answer<null>> {
    const now = await this.checkGroup(draft, { group, line })
    if (now.status === 'ok' && !isSame(now.data.cost, agreed)) return no({ kind: 'group_changed' })
    return this.answer('mendLine', () => {
      const [mended] = draft.lines
      const found = mended && checkedLine(mended, draft, this.#how.wholePhoneNeeded)
      this.#change(group, (known) =>
        known.line === line && mended && found
          ? {
              ...known,
              draft: mended,
              email: found.email,
              plan: found.plan,
              start: found.start,
              why: null,
              toBuy: true,
            }
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

  /** The plans of a group that waits cost so much more from now on, and no page is told. */
  changePrices(key: GroupKey, more: (plan: Plan) => number): void {
    this.#change(key, (line) => ({ ...line, plan: line.plan && dearer(line.plan, more(line.plan)) }))
  }

  /** The price of a plan changed: the group stops, and its lines wait at the new one. */
  #becomesDearer(key: GroupKey, before: Plan): void {
    const now = dearer(before)
    this.#dearer.add(before.id)
    this.#change(key, (known) => ({
      ...known,
      plan: known.plan?.id === now.id && known.state === 'waiting' ? now : known.plan,
      toBuy: false,
    }))
    const { groups } = this.world.snapshot
    const why: Failure = { kind: 'plan_changed', now }
    this.world.change({
      groups: { going: [], stopped: [{ group: key, why }], revision: groups.revision + 1 },
    })
  }

  /**
   * One line after the other; a guest called *Cap* meets the limit, one called *Dear* a price that changed, and one called
   * *Twice* was sold the same a moment ago.
   */
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
      if (line.draft?.guest.startsWith('Dear') && !this.#dearer.has(line.plan.id)) {
        this.#becomesDearer(key, line.plan)
        return
      }
      if (line.draft?.guest.startsWith('Twice') && !line.draft.anyway) {
        this.#change(key, (known) =>
          known.line === line.line
            ? {
                ...known,
                state: 'stopped',
                toBuy: false,
                why: { kind: 'sold_recently', minutes: 2, open: false },
              }
            : known,
        )
        continue
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
    const met = view.lines.filter(isMet)
    const soldAlready = { lines: met.map(({ line }) => line), cost: costOf(met.map(({ plan }) => plan)) }
    this.groupViews.set(view.key, { ...view, waiting, soldAlready })
  }
}

/** A recent sale, and nothing else, keeps it from being bought. */
function isMet({ why, state, plan }: GroupLineView): boolean {
  return why?.kind === 'sold_recently' && state === 'stopped' && plan !== null
}

/** Nothing more happens to it before somebody looks. */
function needs(line: GroupLineView): boolean {
  const stand = lineStand(line)
  if (stand !== null) return stand === 'on_hold' || stand === 'unknown'
  return line.state === 'stopped' || line.state === 'unsure' || (line.state === 'ordered' && !isOver(line))
}

function isOver({ order }: GroupLineView): boolean {
  return order !== null && (order.mayBeCharged || order.refunded)
}
