/** Long names and addresses where there is room for a line only. */

/** What a reader takes for one letter is never cut in two. */
const letter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** At most `most` characters of `text`: its beginning and its end, which tell addresses apart better than either alone. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text
  const letters = [...letter.segment(text)]
  if (letters.length <= most) return text
  const end = Math.floor((most - 1) / 2)
  const part = (from: number, to?: number) =>
    letters
      .slice(from, to)
      .map(({ segment }) => segment)
      .join('')
  return `${part(0, most - 1 - end)}…${part(letters.length - end)}`
}
