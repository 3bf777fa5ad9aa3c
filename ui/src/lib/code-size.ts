/** How large a code may be drawn so that each module is a whole number of the screen's own pixels. */

/** In metres. A larger code is read from further away only, and a guest stands at the counter. */
const LARGEST = 0.3

/**
 * The side in CSS pixels for a square of `modules` in `available` CSS pixels, on a screen with `factor` of its
 * own pixels to each, and `toAMetre` of them to a metre of glass where that is known. Zero when not even one pixel a
 * module fits.
 */
export function codeSize(
  available: number,
  modules: number,
  factor: number,
  toAMetre: number | null = null,
): number {
  const grid = gridStep(factor)
  const bound = toAMetre === null ? Infinity : (LARGEST * toAMetre) / factor
  const whole = Math.floor(Math.min(available, bound) / grid) * grid
  const perModule = Math.floor((whole * factor) / modules)
  return Math.max(0, (perModule * modules) / factor)
}

/** Moves an edge to where the web view can draw it without blurring it over two pixels. */
export function onGrid(position: number, factor: number): number {
  const grid = gridStep(factor)
  return Math.round(position / grid) * grid
}

/** The side of the box that holds a code of this `size`: its last edge is as sharp as its first. */
export function boxSize(size: number, factor: number): number {
  const grid = gridStep(factor)
  // A hair of tolerance: a quotient that is whole but for its last digit needs no further step.
  return Math.ceil(size / grid - 1e-6) * grid
}

/**
 * CSS pixels between two places where an edge is sharp. A box's edges are kept in sixty-fourths of a CSS pixel, which a
 * third of one is not: at a whole factor only whole CSS pixels are safe. Elsewhere it is the screen's pixel.
 */
function gridStep(factor: number): number {
  return Math.abs(factor - Math.round(factor)) < 1e-3 ? 1 : 1 / factor
}
