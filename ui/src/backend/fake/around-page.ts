/** What is around the page: what outlives one that begins anew, what was sold, its screen, a clipboard. Not in it: orders. */
import type { Answer } from '../backend'
import type { HalfTyped, LeftByPage, SoldLately, TypedForm } from '../bindings'
import { ok } from './answers'

export class FakeStaffPage {
  /** What the book says was sold lately. */
  soldLately: SoldLately[] = []

  /** What a page that begins anew would go on with. */
  left: LeftByPage = { typed: null, placed: null, table: null, begun: null }

  /** The form that Rust was told of last. */
  typedIn: TypedForm | null = null

  async keepTyped(typed: HalfTyped | null): Promise<Answer<null>> {
    this.left = { ...this.left, typed: typed?.text ?? null, placed: null }
    this.typedIn = typed?.form ?? null
    return ok(null)
  }

  async keepTable(table: string | null): Promise<Answer<null>> {
    this.left = { ...this.left, table, begun: null }
    return ok(null)
  }

  async leftByPage(): Promise<Answer<LeftByPage>> {
    return ok(this.left)
  }

  /** A browser knows by itself. */
  async pagePixels(): Promise<null> {
    return null
  }

  /** Plays a clipboard that another program holds. */
  copyStillThere: (still: boolean) => void = () => undefined

  async onCopyStillThere(heard: (still: boolean) => void): Promise<void> {
    this.copyStillThere = heard
  }
}
