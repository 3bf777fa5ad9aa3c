/** Measures of a slip on paper, in millimetres. */
import type { SlipPaper } from '../backend/bindings'

/** A code may be as wide as this, quiet zone included. */
const codes: Record<SlipPaper, number> = { a4: 84, a5: 72, roll: 68, roll58: 46 }

/** How wide a roll is; other papers have their own size. */
export const rollWidth: Partial<Record<SlipPaper, number>> = { roll: 80, roll58: 58 }

/** What stays white at each side. A narrow printer's head is 48 mm wide. */
export const margins: Record<SlipPaper, number> = { a4: 15, a5: 10, roll: 4, roll58: 5 }

/** A dot of a receipt printer: eight to a millimetre. */
const dot = 0.125

/** The side of a code with a whole number of a receipt printer's dots to each module. */
export function printedSide(modules: number, paper: SlipPaper): number {
  const dots = Math.max(1, Math.floor(codes[paper] / modules / dot))
  return dots * dot * modules
}

/** CSS has 96 pixels to an inch, on every screen; rounded up, so that nothing is cut off. */
export function millimetres(pixels: number): number {
  return Math.ceil((pixels / 96) * 25.4)
}
