/**
 * Whether this computer has glyphs for a language. A system without a font draws the same box for every
 * letter, so a font is missing when two different letters, or a letter and what is never one, look the same.
 */
import type { GuestLanguage } from '../lang/guest'

/** Only scripts that a desktop may lack. */
const samples: Partial<Record<GuestLanguage, string>> = {
  ar: 'عس',
  ja: 'のメ語',
  ko: '한국어',
  zh: '简体语',
  'zh-Hant': '繁體語',
}

const noLetter = '\uFFFF'
const side = 32

export function hasGlyphs(language: GuestLanguage): boolean {
  const sample = samples[language]
  const pen = sample && document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  // Without a drawing nothing is known, and a language too many does less harm than one too few.
  return !pen || allDiffer(sample, (letter) => picture(pen, letter))
}

export function allDiffer(sample: string, draw: (letter: string) => string): boolean {
  const letters = [...sample, noLetter]
  return new Set(letters.map(draw)).size === letters.length
}

function picture(pen: CanvasRenderingContext2D, letter: string): string {
  pen.canvas.width = pen.canvas.height = side // empties it
  pen.font = `${String(side * 0.7)}px system-ui, sans-serif`
  pen.fillText(letter, 2, side * 0.75)
  return pen.canvas.toDataURL()
}
