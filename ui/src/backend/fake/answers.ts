/** What Rust answers, as it does. */
import type { Answer } from '../backend'
import type { Failure } from '../bindings'

export function ok<T>(data: T): Answer<T> {
  return { status: 'ok', data }
}

export function no(error: Failure): { status: 'error'; error: Failure } {
  return { status: 'error', error }
}
