/** Where a form leads after it was refused: to the first field that is not right, in the order in which they stand on the page. */
import type { Field, Problem } from '../backend/bindings'
import { focusOn } from './focus'

const order: Field[] = [
  'email',
  'first_name',
  'last_name',
  'date',
  'phone',
  'residence',
  'eid',
  'phone_model',
  'imei',
  'guest_pays',
  'guest_currency',
  'note',
  'staff',
]

/** Nowhere, if what was refused is none of its fields. */
export async function focusFirst(
  form: HTMLElement | undefined,
  problem: (field: Field) => Problem | null,
): Promise<void> {
  const first = order.find((field) => problem(field) !== null)
  if (first) await focusOn(form?.querySelector<HTMLElement>(`[name="${first}"]`))
}
