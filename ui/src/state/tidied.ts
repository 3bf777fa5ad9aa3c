/** Typed texts as their fields show them once they were left. What belongs to a text, Rust knows. */
import type { Backend } from '../backend/backend'
import type { TypedKind } from '../backend/bindings'

export async function tidied(backend: Backend, kind: TypedKind, text: string): Promise<string> {
  // Most of what is typed is plain, and not worth a question.
  if (/^(?:[\w.+-]+(?: [\w.+-]+)*|[\w.+-]+@[\w.+-]+)?$/.test(text)) return text
  return (await backend.tidy(kind, text)) ?? text
}
