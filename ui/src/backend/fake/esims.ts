/** SIMs and the plans on them, played by the fake: every SIM has the same plans. Pure: who asks for them is `esim-page.ts`. */
import type { FoundBy, PlanOnSim } from '../bindings'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const GIB = 1024 ** 3

type Sketch = Partial<Omit<PlanOnSim, 'beginsAt' | 'endsAt'>> & { begins?: number; ends?: number }

export function plansOnSim(ugly: boolean): PlanOnSim[] {
  const usual: Sketch[] = [
    { name: 'Europe 5 GB, 30 days', begins: -6 * DAY, ends: 24 * DAY + HOUR, balance: bytes(3.2, 5) },
    { name: 'Europe 1 GB, 7 days', state: 'pending', begins: 10 * DAY, ends: 17 * DAY, start: 'offered' },
    { name: 'World 3 GB, 15 days', state: 'pending_usage', balance: bytes(3, 3), start: 'offered' },
    {
      name: 'Europe 1 GB, 7 days',
      state: 'depleted',
      begins: -9 * DAY,
      ends: -2 * DAY,
      balance: bytes(0, 1),
    },
    {
      name: 'Asia 3 GB, 15 days',
      state: 'expired',
      begins: -40 * DAY,
      ends: -25 * DAY,
      balance: bytes(1, 3),
    },
  ]
  const awkward: Sketch[] = [
    { name: null, state: 'other', balance: { left: null, of: null, unit: null } },
    {
      name: 'Europa Reisepaket inklusive Schweiz, Vereinigtes Königreich und Türkei 50 GB für 30 Tage',
      balance: { left: '512', of: '51200', unit: 'MB' },
      ends: HOUR,
    },
    { name: 'Wolfeschlegelstein'.repeat(5), balance: { left: '1', of: '3', unit: null }, ends: 5 * DAY },
    { name: 'World 10 GB, 30 days', balance: bytes(9.999, 10), begins: -DAY },
    ...Array.from({ length: 6 }, (): Sketch => ({
      name: 'Top-up 1 GB',
      balance: bytes(0.04, 1),
      ends: 2 * DAY,
    })),
  ]
  return [...(ugly ? awkward : []), ...usual].map(plan)
}

/** As what Rust would take it. */
export function takenAs(text: string): FoundBy {
  if (text.includes('@')) return 'email'
  if (/^#?[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)) return 'number'
  return /^\d{18,22}$/.test(text.replaceAll(/[\s-]/g, '')) ? 'iccid' : 'words'
}

function plan({ begins, ends, ...sketch }: Sketch, at: number): PlanOnSim {
  const time = (away: number | undefined) =>
    away === undefined ? null : new Date(Date.now() + away).toISOString()
  return {
    subscription: `plan-${at}`,
    name: null,
    state: 'active',
    balance: bytes(1, 1),
    start: 'not_offered',
    ...sketch,
    beginsAt: time(begins),
    endsAt: time(ends),
  }
}

function bytes(left: number, of: number): PlanOnSim['balance'] {
  return { left: String(Math.round(left * GIB)), of: String(of * GIB), unit: 'Bytes' }
}
