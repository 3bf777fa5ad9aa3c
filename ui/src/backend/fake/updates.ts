/** Newer versions in the fake: how far one is, and what a press makes of it. */
import type { UpdateStep, UpdatesView } from '../bindings'
import type { Options } from './options'

/** Notes as somebody writes them who does not know where they are read. */
const uglyNotes = `<b>New</b> & "better": ${'Sicherheitsaktualisierungen'.repeat(6)}\n`.repeat(9)

const steps: Record<UpdateStep['kind'], UpdateStep> = {
  none: { kind: 'none' },
  fetching: { kind: 'fetching', hundredths: 40 },
  waiting: { kind: 'waiting', until: 'code_on_screen' },
  installing: { kind: 'installing' },
  failed: { kind: 'failed', why: 'not_genuine' },
}

export function updates({ update, installedBy, ugly }: Options): UpdatesView {
  const notes = ugly ? uglyNotes : 'Orders are found faster.\nTwo small faults less.'
  const version = ugly ? '10.20.30-beta.400' : '0.2.0'
  return {
    installedBy,
    looked: update === null ? null : { at: '2026-11-28T06:00:00Z', trouble: null },
    release: update === null ? null : { version, notes, installable: installedBy === 'program' },
    putOff: false,
    step: steps[update ?? 'none'],
    notInstalled: null,
  }
}

export function wanted(now: UpdatesView): UpdatesView {
  return { ...now, putOff: false, step: steps.fetching }
}

export function putOff(now: UpdatesView): UpdatesView {
  return { ...now, putOff: true, notInstalled: null, step: steps.none }
}
