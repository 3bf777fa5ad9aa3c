/**
 * How many of the screen's own pixels a CSS pixel is. `devicePixelRatio` says so only where nothing else enlarges the
 * page: it stays 1 for the desktop's text size on Linux and for Ctrl and +. So Rust tells how large the page is in
 * pixels of the screen.
 */
import type { PagePixels } from '../backend/bindings'

type Ask = () => Promise<PagePixels | null>

let ask: Ask = () => Promise.resolve(null)

/** Whom to ask; once, when the window starts. */
export function askForPixels(of: { pagePixels: Ask }): void {
  ask = () => of.pagePixels()
}

/** Where Rust does not say (in a browser), what the browser says. */
export async function screenPixels(): Promise<number> {
  return (await measureScreen()).factor
}

/** The same, and how many of the screen's pixels are a metre of glass, where the monitor says so. */
export async function measureScreen(): Promise<{ factor: number; toAMetre: number | null }> {
  const width = pageWidth()
  const page = await ask().catch(() => null)
  // The window was made larger or smaller meanwhile: the answer is about another page than this one.
  if (pageWidth() !== width) return measureScreen()
  const factor = page && width > 0 ? page.width / width : window.devicePixelRatio
  return { factor, toAMetre: page?.pixelsToAMetre ?? null }
}

/** Not `innerWidth`: it is rounded, and a code is six hundred pixels wide. */
function pageWidth(): number {
  return document.documentElement.getBoundingClientRect().width
}
