/** Hand-overs. The usual code is a real one, so that a picture of the screen can be read; it leads nowhere. */
import type { DoubtView, GuestChoice, HandOverView, LinkKind, OrderView } from '../bindings'
import { reference } from './failures'
import type { Doubt } from './options'

const SIDE = 45 // of the noise
const QUIET = 4
const SMDP = 'rsp.sandbox.example'
const MATCHING_ID = 'QR-FAKE-1'
/** `LPA:1$rsp.sandbox.example$QR-FAKE-1` at level M: a number of base 36 for each row, its bits the modules. */
const ROWS =
  '8tt9q7 4j42f5 6gp9b1 6hg5st 6gnbkt 4in135 8tz2pr qdxc 6ck8y3 37f1f9 3g4r0g 1epqtn 5ng00e 4chmx0 2uo2cz ' +
  '1js0i 8ouo40 3e84yr 4nmq2o fnivw 3yog6u utjm 8u0thu 4jhn9u 6gbz0e 6h5bcl 6hdf5x 4if0pm 8twl4a'

type Kind = { sample: boolean; ugly: boolean; guest?: GuestChoice | undefined }

export function handOver(order: OrderView, { sample, ugly, guest }: Kind): HandOverView {
  const matchingId = ugly ? 'A1B2-C3D4-'.repeat(12) + 'END' : MATCHING_ID
  const rows = ugly ? noise(order.key) : real()
  return {
    kind: 'code',
    order: order.key,
    modules: rows.length + 2 * QUIET,
    path: picture(rows),
    installCode: `LPA:1$${SMDP}$${matchingId}`,
    smdp: SMDP,
    matchingId,
    confirmationRequired: ugly,
    sample,
    voucher: ugly ? 'VOUCHER-2026-GÄSTE-0000000042' : null,
    guest: guest ?? { language: null, phone: null },
  }
}

export function withheld(doubt: Doubt): HandOverView {
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

export function linkText(kind: LinkKind, code: string): string {
  if (kind === 'windows') return `lpa:${code.slice('LPA:'.length)}`
  const host = kind === 'iphone' ? 'apple' : 'android'
  return `https://esimsetup.${host}.com/esim_qrcode_provisioning?carddata=${code}`
}

/** Black modules as an SVG path. */
function picture(rows: boolean[][]): string {
  return rows
    .flatMap((row, y) => row.map((black, x) => (black ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : '')))
    .join('')
}

function real(): boolean[][] {
  const rows = ROWS.split(' ').map((row) => parseInt(row, 36).toString(2))
  return rows.map((row) => [...row.padStart(rows.length, '0')].map((module) => module === '1'))
}

/** As large as a long code, but only like one: three eyes and noise, the same for the same order. */
function noise(seed: number): boolean[][] {
  let state = seed * 7919 + 1
  const coin = () => (state = (state * 16807) % 2147483647) % 2 === 0
  return Array.from({ length: SIDE }, (_, y) =>
    Array.from({ length: SIDE }, (_, x) => {
      const black = coin()
      return eye(x, y) ?? black
    }),
  )
}

/** Whether a module of the three corners is black; null outside of them. */
function eye(x: number, y: number): boolean | null {
  const across = x < 8 ? x : SIDE - 1 - x
  const down = y < 8 ? y : SIDE - 1 - y
  if (across > 7 || down > 7 || (x > 8 && y > 8)) return null
  const ring = Math.max(Math.abs(across - 3), Math.abs(down - 3))
  return ring <= 1 || ring === 3
}
