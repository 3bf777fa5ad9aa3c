/** What is decided of orders that were sold: topped up, given back, found again, closed. */
import type { Answer } from '../backend'
import type { AsOrdered, FieldProblem, TopUpDraft, Verdict } from '../bindings'
import { no, ok } from './answers'
import { FakeEsimPage } from './esim-page'
import type { Command } from './options'
import type { Orders } from './orders'

export abstract class FakeSold extends FakeEsimPage {
  protected abstract get sold(): Orders
  /** The answer of a command, after a while, unless the address asked for a failure. */
  protected abstract answer<T>(command: Command, done: () => T): Promise<Answer<T>>

  async checkTopUp(draft: TopUpDraft): Promise<Answer<FieldProblem[]>> {
    return this.answer('checkTopUp', () => this.sold.topUpProblems(draft))
  }

  async asOrdered(order: number): Promise<Answer<AsOrdered>> {
    return this.answer('asOrdered', () => this.sold.asOrdered(order))
  }

  async topUp(draft: TopUpDraft): Promise<Answer<number>> {
    const placed = this.sold.placed(draft.idempotencyKey)
    if (placed !== undefined) return ok(placed)
    const problems = this.sold.topUpProblems(draft)
    if (problems.length > 0) return no({ kind: 'fields', problems })
    return this.answer('topUp', () => this.sold.topUp(draft))
  }

  async checkRefund(): Promise<Answer<null>> {
    return this.answer('checkRefund', () => null)
  }

  async giveBack(order: number): Promise<Answer<null>> {
    return this.answer('giveBack', () => this.sold.giveBack(order))
  }

  async giveBackAgain(order: number): Promise<Answer<null>> {
    return this.answer('giveBackAgain', () => this.sold.giveBack(order))
  }

  async keepEsim(order: number): Promise<Answer<null>> {
    return this.answer('keepEsim', () => this.sold.keep(order))
  }

  async chooseCandidate(order: number): Promise<Answer<null>> {
    return this.answer('chooseCandidate', () => {
      this.sold.decide(order, 'ready', null)
      return null
    })
  }

  async lookWithEmail(): Promise<Answer<null>> {
    return this.answer('lookWithEmail', () => null)
  }

  async settle(order: number, verdict: Verdict, by: string): Promise<Answer<null>> {
    return this.answer('settle', () => {
      this.sold.decide(order, 'settled', by, verdict)
      return null
    })
  }
}
