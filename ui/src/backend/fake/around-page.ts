/** What outlives a page that begins anew. In the fake it lives as long as the fake. */
import type { Answer } from '../backend'
import type { LeftByPage } from '../bindings'
import { ok } from './answers'

export class FakeStaffPage {
  /** What a page that begins anew would go on with. */
  left: LeftByPage = { typed: null, placed: null }

  async keepTyped(typed: string | null): Promise<Answer<null>> {
    this.left = { typed, placed: null }
    return ok(null)
  }

  async leftByPage(): Promise<Answer<LeftByPage>> {
    return ok(this.left)
  }
}
