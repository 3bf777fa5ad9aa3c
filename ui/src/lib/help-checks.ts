/**
 * What to check when a customer says that something does not work. What the service says of the SIM decides what comes
 * first: half of the causes are out of the question once it is known where the eSIM is.
 */
import type { SimView } from '../backend/bindings'
import type { LazyMessages } from '../lang/staff-lazy'

/** Each has its words in the dictionary: what has none does not compile. */
export type Symptom = keyof LazyMessages['help']['symptoms']
export type Check = keyof LazyMessages['help']['checks']

export const symptoms: Symptom[] = [
  'no_longer_valid',
  'cannot_add',
  'nothing_happens',
  'no_internet',
  'wrong_phone',
  'locked',
]

/** Whom the checks are for: an order that was placed with an EID opens on one device only. */
export type Case = { symptom: Symptom; sim: SimView; bound: boolean }

/** What to check whatever the SIM is doing, the likeliest first. */
const usual: Record<Symptom, Check[]> = {
  no_longer_valid: ['asked_twice', 'wifi', 'from_settings', 'restart', 'support'],
  cannot_add: ['eid', 'lock', 'room', 'wifi', 'restart', 'update', 'support'],
  nothing_happens: ['wifi', 'from_settings', 'camera', 'eid', 'restart', 'support'],
  no_internet: ['line', 'roaming', 'flight_mode', 'country', 'apn', 'support'],
  wrong_phone: ['delete_there', 'support'],
  locked: ['lock', 'unlock', 'other_device', 'support'],
}

/** What the SIM's state says about it, before all else. */
const first: Record<Symptom, Partial<Record<SimView, Check[]>>> = {
  no_longer_valid: { released: ['unused'], downloaded: ['finish'], installed: ['there_already'] },
  cannot_add: { downloaded: ['finish'], installed: ['there_already'] },
  nothing_happens: { downloaded: ['finish'], installed: ['there_already', 'line', 'roaming'] },
  no_internet: { released: ['scan_first'], downloaded: ['finish'] },
  wrong_phone: { released: ['right_phone'] },
  locked: {
    released: ['lock', 'other_device'],
    downloaded: ['finish', 'lock'],
    installed: ['not_locked_out', 'line', 'roaming'],
  },
}

/** What cannot be the cause any more: a scan that has worked, a code that nobody has used. */
const outOfTheQuestion: Partial<Record<SimView, Check[]>> = {
  released: ['asked_twice', 'delete_there'],
  downloaded: ['eid', 'room', 'camera', 'from_settings'],
  installed: ['eid', 'room', 'camera', 'from_settings', 'update', 'unlock', 'lock', 'other_device'],
}

export function checksFor({ symptom, sim, bound }: Case): Check[] {
  // Whatever the customer says, nothing on the phone helps any more.
  if (sim === 'unavailable') return ['gone', 'support']
  const scans = symptom === 'no_longer_valid' || symptom === 'cannot_add' || symptom === 'wrong_phone'
  const other: Check[] = bound && scans && sim !== 'installed' ? ['bound'] : []
  const leading = first[symptom][sim] ?? []
  const out = outOfTheQuestion[sim] ?? []
  return [...new Set([...leading, ...other, ...usual[symptom]])].filter(
    (check) => leading.includes(check) || !out.includes(check),
  )
}
