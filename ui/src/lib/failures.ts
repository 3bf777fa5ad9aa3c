/**
 * What each failure means to the staff: the one place that turns a kind into words, severity and next step. The table
 * is complete by type. Not in it: what an order state means, which is `order-states.ts`.
 */
import type { Failure, Problem } from '../backend/bindings'
import type { FailureText, Messages } from '../lang/staff'

export type Severity = 'note' | 'warn' | 'bad'
export type NextStep =
  'fix_fields' | 'sign_in' | 'try_again' | 'choose_plan' | 'settings' | 'support' | 'none'

type Kind = Failure['kind']
type Row = { severity: Severity; next: NextStep }

export const failureTable: Record<Kind, Row> = {
  fields: { severity: 'warn', next: 'fix_fields' },
  no_account: { severity: 'warn', next: 'sign_in' },
  not_signed_in: { severity: 'bad', next: 'sign_in' },
  token_expired: { severity: 'warn', next: 'sign_in' },
  token_worn: { severity: 'note', next: 'try_again' },
  not_allowed: { severity: 'bad', next: 'support' },
  not_found: { severity: 'warn', next: 'try_again' },
  refused: { severity: 'bad', next: 'support' },
  limit_reached: { severity: 'bad', next: 'support' },
  slow_down: { severity: 'note', next: 'try_again' },
  not_sent: { severity: 'warn', next: 'try_again' },
  unanswered: { severity: 'warn', next: 'try_again' },
  service_trouble: { severity: 'warn', next: 'try_again' },
  redirected: { severity: 'bad', next: 'settings' },
  unreadable: { severity: 'bad', next: 'support' },
  too_large: { severity: 'bad', next: 'support' },
  other_order: { severity: 'bad', next: 'support' },
  plan_gone: { severity: 'warn', next: 'choose_plan' },
  plan_changed: { severity: 'warn', next: 'choose_plan' },
  sold_recently: { severity: 'warn', next: 'none' },
  no_top_up: { severity: 'warn', next: 'none' },
  no_refund: { severity: 'warn', next: 'none' },
  keychain: { severity: 'warn', next: 'try_again' },
  book: { severity: 'bad', next: 'try_again' },
  settings_file: { severity: 'bad', next: 'try_again' },
  extra_ca: { severity: 'warn', next: 'fix_fields' },
  no_trust_store: { severity: 'bad', next: 'support' },
  clipboard: { severity: 'warn', next: 'try_again' },
  save: { severity: 'warn', next: 'try_again' },
  print: { severity: 'warn', next: 'try_again' },
  mail: { severity: 'warn', next: 'none' },
  demo: { severity: 'bad', next: 'try_again' },
  demo_runs_elsewhere: { severity: 'note', next: 'none' },
  unknown_order: { severity: 'warn', next: 'none' },
  other_account: { severity: 'warn', next: 'none' },
  moved_on: { severity: 'warn', next: 'none' },
  table: { severity: 'warn', next: 'none' },
  line_bought: { severity: 'warn', next: 'none' },
  group_changed: { severity: 'warn', next: 'none' },
  orders_fail: { severity: 'bad', next: 'none' },
  phone_wanted: { severity: 'warn', next: 'none' },
  unknown_plan: { severity: 'warn', next: 'choose_plan' },
  no_code: { severity: 'warn', next: 'none' },
  code_put_away: { severity: 'note', next: 'try_again' },
}

export type Explanation = Row & {
  title: string
  body: string
  /** What is said instead of the body where the program tries again by itself. */
  fact: string
  /** The service's own sentences. They are shown as they are, never translated. */
  messages: string[]
  reference: string | null
  /** The words send to whoever helps this desk, or may as well: nobody here can do much about it. */
  asksSupport: boolean
}

export function explain(failure: Failure, words: Messages): Explanation {
  const speak = words.failures[failure.kind] as (failure: Failure) => FailureText
  const text = speak(failure)
  const row = failureTable[failure.kind]
  return {
    ...row,
    ...text,
    fact: text.fact ?? text.body,
    messages: 'messages' in failure ? failure.messages : [],
    reference: 'reference' in failure ? failure.reference : null,
    asksSupport: row.severity === 'bad' || row.next === 'support' || isClaimedTwice(failure),
  }
}

function isClaimedTwice(failure: Failure): boolean {
  return failure.kind === 'no_refund' && failure.why === 'claimed_twice'
}

export function explainProblem(problem: Problem, words: Messages): string {
  const speak = words.problems[problem.kind] as (problem: Problem) => string
  return speak(problem)
}
