/** What the page asks of SIMs: looking at one, finding one, starting a plan. */
import type { Answer } from '../backend'
import type { EsimView, Failure, FoundEsim, FoundEsims, OrderView } from '../bindings'
import { no, ok } from './answers'
import { FakeStaffPage } from './around-page'
import { plansOnSim, takenAs } from './esims'
import { examples } from './failures'
import type { Command, Options } from './options'
import { BUYER, unmatchedSales } from './unmatched-sales'
import { World } from './world'

export class FakeEsimPage extends FakeStaffPage {
  readonly world: World
  /** Why no SIM can be read just now. */
  esimTrouble: Failure | null = null
  /** How often each command was asked. */
  readonly asked = { look: 0, start: 0 }
  /** What a plan that was told to start does. */
  starts: 'at_once' | 'later' | 'not' = 'at_once'
  plans: EsimView['plans']
  #readAt: string | null = null
  readonly #options: Options

  constructor(options: Options) {
    super()
    this.#options = options
    this.world = new World(options)
    this.plans = plansOnSim(options.ugly)
  }

  async lookAtEsim(iccid: string): Promise<Answer<EsimView>> {
    this.asked.look++
    const failed = this.#failure('lookAtEsim')
    if (failed) return no(failed)
    if (this.esimTrouble === null) this.#readAt = new Date().toISOString()
    return ok(this.#esim(iccid))
  }

  async findEsims(text: string): Promise<Answer<FoundEsims>> {
    const failed = this.#failure('findEsims')
    if (failed) return no(failed)
    const by = takenAs(text)
    const number = text.replaceAll(/[\s-]/g, '')
    const here = this.world.snapshot.orders.filter((order) =>
      by === 'iccid' ? order.iccid?.startsWith(number) : searchable(order).includes(text.toLowerCase()),
    )
    const there = unmatchedSales(this.#options.ugly).filter(
      ({ iccid }) => iccid !== null && (by === 'email' ? text === BUYER : iccid.startsWith(number)),
    )
    const plans = structuredClone(this.plans.slice(0, 1))
    const sold: FoundEsim[] = []
    for (const order of here) {
      const same = sold.find(({ iccid }) => iccid !== null && iccid === order.iccid)
      if (same) same.orders.push(order)
      else sold.push({ iccid: order.iccid, orders: [order], plans, adoptBy: null })
    }
    const elsewhere = there.map(({ iccid, subscription }): FoundEsim => ({
      iccid,
      orders: [],
      plans,
      adoptBy: subscription,
    }))
    return ok({
      by,
      iccid: by === 'iccid' ? number : null,
      checkDigitFails: false,
      esims: this.esimTrouble ? sold : [...sold, ...elsewhere],
      withoutEsim: null,
      more: false,
      ofAnotherAccount: false,
      customersReady: true,
      asked: by !== 'words',
      trouble: by === 'words' ? null : this.esimTrouble,
    })
  }

  async startPlanNow(iccid: string, subscription: string): Promise<Answer<EsimView>> {
    this.asked.start++
    const failed = this.#failure('startPlanNow')
    if (failed) return no(failed)
    const told = { at_once: 'not_offered', later: 'checking', not: 'not_started' } as const
    const state = this.starts === 'at_once' ? { state: 'active' as const } : {}
    this.plans = this.plans.map((plan) =>
      plan.subscription === subscription ? { ...plan, ...state, start: told[this.starts] } : plan,
    )
    return ok(this.#esim(iccid))
  }

  #esim(iccid: string): EsimView {
    const known = this.#readAt !== null
    return {
      iccid,
      sim: known ? this.#options.sim : 'not_read',
      plans: known ? structuredClone(this.plans) : [],
      plansWhole: known && !this.#options.ugly,
      readAt: this.#readAt,
      trouble: this.esimTrouble,
    }
  }

  #failure(command: Command): Failure | null {
    const kind = this.#options.fail.get(command)
    return kind === undefined ? null : examples[kind]
  }
}

function searchable({ key, customer, orderId, reference, plan }: OrderView): string {
  const { email, firstName, lastName } = customer ?? { email: '', firstName: '', lastName: '' }
  return [`#${key}`, email, firstName, lastName, orderId, reference, plan.name].join(' ').toLowerCase()
}
