/** How large a code may be drawn so that each module is a whole number of the screen's own pixels. */

/**
 * The side in CSS pixels for a square of `modules` in `available` CSS pixels, on a screen with `factor` of its
 * own pixels to each. Zero when not even one pixel a module fits.
 */
export function codeSize(available: number, modules: number, factor: number): number {
  const perModule = Math.floor((available * factor) / modules)
  return Math.max(0, (perModule * modules) / factor)
}

/** Moves an edge to the nearest pixel of the screen, so that it is not blurred over two. */
export function onPixel(position: number, factor: number): number {
  return Math.round(position * factor) / factor
}
