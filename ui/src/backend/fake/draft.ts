/** What the desk finds wrong with a sale or an account: the rules of Rust in short, good enough for a fake. */
import type { AccountForm, Draft, Field, FieldProblem, Problem, TopUpDraft, TypedKind } from '../bindings'

const EMAIL_LIMIT = 254
const NAME_LIMIT = 100
const EID_DIGITS = 32
const IMEI_DIGITS = 15

type Needed = { phoneNeeded: boolean; wholePhoneNeeded: boolean; priceNeeded: boolean }

export function problemsOf(draft: Draft, needed: Needed): FieldProblem[] {
  const { phoneNeeded, priceNeeded } = needed
  return list({
    email: emailProblem(draft.email.trim()),
    first_name: lineProblem(draft.firstName, NAME_LIMIT),
    last_name: lineProblem(draft.lastName, NAME_LIMIT),
    eid: eidProblem(draft.eid.replaceAll(/[\s-]/g, ''), draft.eidAnyway),
    ...ofPhone(draft, needed),
    guest_pays: paidProblem(draft.notes.guestPays.trim(), priceNeeded),
    note: lineProblem(draft.notes.note, NAME_LIMIT),
    staff: lineProblem(draft.notes.staff, NAME_LIMIT),
    phone: phoneNeeded && draft.phone === null ? { kind: 'empty' } : null,
    date: draft.start.kind === 'on_date' ? dateProblem(draft.start.date) : null,
  })
}

function ofPhone({ phoneModel, imei }: Draft | TopUpDraft, { wholePhoneNeeded }: Needed) {
  const model = lineProblem(phoneModel, NAME_LIMIT)
  return {
    phone_model: model ?? (wholePhoneNeeded ? filled(phoneModel) : null),
    imei: imeiProblem(imei.replaceAll(/[\s-]/g, ''), wholePhoneNeeded),
  }
}

/** The same of a top-up, whose form is shorter. */
export function topUpProblems(draft: TopUpDraft, needed: Needed): FieldProblem[] {
  const { phoneNeeded, priceNeeded } = needed
  return list({
    ...ofPhone(draft, needed),
    guest_pays: paidProblem(draft.notes.guestPays.trim(), priceNeeded),
    phone: phoneNeeded && draft.phone === null ? { kind: 'empty' } : null,
    date: draft.start.kind === 'on_date' ? dateProblem(draft.start.date) : null,
  })
}

export function accountProblems({
  credential,
  service,
  deskName,
  country,
  severalDesks,
}: AccountForm): FieldProblem[] {
  return list({
    service: service.kind === 'other' ? addressProblem(service.address.trim()) : null,
    client_id: credential.kind === 'client' ? filled(credential.id) : null,
    client_secret: credential.kind === 'client' ? filled(credential.secret) : null,
    token_name: credential.kind === 'token' ? filled(credential.name) : null,
    token: credential.kind === 'token' ? filled(credential.token) : null,
    desk_name: lineProblem(deskName, NAME_LIMIT),
    country: country === '' ? { kind: 'not_a_country' } : null,
    several_desks: severalDesks === null ? { kind: 'empty' } : null,
  })
}

/** The last two of an EID's digits make the whole number one more than a multiple of 97 (SGP.02, 2.2.2). */
export function eidChecks(digits: string): boolean {
  return BigInt(digits) % 97n === 1n
}

function emailProblem(email: string): Problem | null {
  if (email.length > EMAIL_LIMIT) return { kind: 'too_long', limit: EMAIL_LIMIT }
  return filled(email) ?? (/^\S+@\S+\.\S+$/.test(email) ? null : { kind: 'not_an_email' })
}

function eidProblem(eid: string, anyway: boolean): Problem | null {
  if (eid === '') return null
  if (!/^\d+$/.test(eid)) return { kind: 'not_digits' }
  if (eid.length !== EID_DIGITS) return { kind: 'wrong_length', expected: EID_DIGITS, found: eid.length }
  return anyway || eidChecks(eid) ? null : { kind: 'check_digits' }
}

export function imeiProblem(imei: string, needed: boolean): Problem | null {
  if (imei === '') return needed ? { kind: 'empty' } : null
  if (!/^\d+$/.test(imei)) return { kind: 'not_digits' }
  if (imei.length !== IMEI_DIGITS) return { kind: 'wrong_length', expected: IMEI_DIGITS, found: imei.length }
  return luhn(imei) ? null : { kind: 'check_digits' }
}

/** From the right every second digit counts twice, and the digits of all that sum up to tens. */
function luhn(digits: string): boolean {
  const counted = [...digits].reverse().map((digit, at) => Number(digit) * (1 + (at % 2)))
  return counted.reduce((sum, value) => sum + (value > 9 ? value - 9 : value), 0) % 10 === 0
}

function dateProblem(date: string): Problem | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return { kind: 'not_a_date' }
  return date < new Date().toLocaleDateString('sv') ? { kind: 'in_the_past' } : null
}

function addressProblem(address: string): Problem | null {
  if (!URL.canParse(address)) return { kind: 'not_an_address' }
  const { protocol, hostname, pathname } = new URL(address)
  const here = hostname === 'localhost' || hostname === '127.0.0.1'
  if (protocol !== 'https:' && !here) return { kind: 'not_secure' }
  return /\/v2\/?$/.test(pathname) ? { kind: 'with_version' } : null
}

function paidProblem(amount: string, needed: boolean): Problem | null {
  if (amount === '') return needed ? { kind: 'empty' } : null
  return amountProblem(amount)
}

function amountProblem(amount: string): Problem | null {
  return /^\d{1,9}([.,]\d{1,2})?$/.test(amount) ? null : { kind: 'not_an_amount' }
}

function lineProblem(text: string, limit: number): Problem | null {
  return text.trim().length > limit ? { kind: 'too_long', limit } : null
}

function filled(text: string): Problem | null {
  return text.trim() === '' ? { kind: 'empty' } : null
}

function list(found: Partial<Record<Field, Problem | null>>): FieldProblem[] {
  return Object.entries(found).flatMap(([field, problem]) =>
    problem ? [{ field: field as Field, problem }] : [],
  )
}

/** A little of what Rust takes out of a pasted text. */
export function tidied(kind: TypedKind, text: string): string | null {
  const seen = text
    .replaceAll(/\u200b|\ufeff|\u00ad/g, '')
    .replaceAll('\u00a0', ' ')
    .trim()
  const bare = kind === 'email' ? seen.replace(/^mailto:/i, '') : seen
  return bare === text ? null : bare
}
