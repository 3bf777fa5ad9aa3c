/** Hand-overs. The picture is only like a code: three eyes and noise, which no phone reads. */
import type { DoubtView, HandOver, OrderView } from '../bindings'
import { reference } from './failures'
import type { Doubt } from './options'

const SIDE = 33
const QUIET = 4
const SMDP = 'rsp.sandbox.example'

export function handOver(order: OrderView, { sample, ugly }: { sample: boolean; ugly: boolean }): HandOver {
  const matchingId = ugly
    ? 'A1B2-C3D4-'.repeat(12) + 'END'
    : `QR-${order.reference.slice(0, 8).toUpperCase()}-1`
  return {
    kind: 'code',
    order: order.key,
    modules: SIDE + 2 * QUIET,
    path: picture(order.key),
    installCode: `LPA:1$${SMDP}$${matchingId}`,
    smdp: SMDP,
    matchingId,
    confirmationRequired: ugly,
    sample,
    voucher: ugly ? 'VOUCHER-2026-GÄSTE-0000000042' : null,
  }
}

export function withheld(doubt: Doubt): HandOver {
  const doubts: Record<Doubt, DoubtView> = {
    incomplete: { kind: 'incomplete' },
    invalid: { kind: 'invalid', value: 'LPA:1§rsp.sandbox.example§' },
    disagree: {
      kind: 'disagree',
      lpa: `LPA:1$${SMDP}$QR-ONE-00000000000000000000000000000001`,
      built: `LPA:1$${SMDP}$QR-TWO-00000000000000000000000000000002`,
    },
    picture_wrong: { kind: 'picture_wrong' },
    claimed_twice: { kind: 'claimed_twice' },
  }
  return { kind: 'withheld', doubt: doubts[doubt], reference }
}

/** Black modules as an SVG path, the same for the same order. */
function picture(seed: number): string {
  let state = seed * 7919 + 1
  const coin = () => (state = (state * 16807) % 2147483647) % 2 === 0
  const rows = Array.from({ length: SIDE }, (_, y) =>
    Array.from({ length: SIDE }, (_, x) => {
      const noise = coin()
      return eye(x, y) ?? noise
    }),
  )
  return rows
    .flatMap((row, y) => row.map((black, x) => (black ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : '')))
    .join('')
}

/** Whether a module of the three corners is black; null outside of them. */
function eye(x: number, y: number): boolean | null {
  const across = x < 8 ? x : SIDE - 1 - x
  const down = y < 8 ? y : SIDE - 1 - y
  if (across > 7 || down > 7 || (x > 8 && y > 8)) return null
  const ring = Math.max(Math.abs(across - 3), Math.abs(down - 3))
  return ring <= 1 || ring === 3
}
