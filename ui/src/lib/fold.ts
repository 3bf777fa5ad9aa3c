/**
 * Letters as a search compares them: `muller` finds `Müller`, `lukasz` finds `Łukasz`. The search of orders, in Rust
 * (`typed/fold.rs`), folds in the same way; `tests/fixtures/folding.json` holds both to it.
 */

/** Takes no room and says nothing. */
const invisible =
  // eslint-disable-next-line no-misleading-character-class -- each of them by itself is meant
  /[\u{ad}\u{34f}\u{61c}\u{115f}\u{1160}\u{17b4}\u{17b5}\u{180b}-\u{180f}\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2060}-\u{206f}\u{3164}\u{fe00}-\u{fe0f}\u{feff}\u{ffa0}\u{fff0}-\u{fffc}\u{13430}-\u{1343f}\u{1bca0}-\u{1bca3}\u{1d159}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/gu

/** Accents, and the points of Hebrew and Arabic. Marks that are half of a letter (Devanagari, Thai, kana) are not among them. */
const marks =
  // eslint-disable-next-line no-misleading-character-class -- each of them by itself is meant
  /[\u{300}-\u{36f}\u{483}-\u{487}\u{591}-\u{5bd}\u{5bf}\u{5c1}\u{5c2}\u{5c4}\u{5c5}\u{5c7}\u{610}-\u{61a}\u{640}\u{64b}-\u{65f}\u{670}\u{6d6}-\u{6dc}\u{6df}-\u{6e4}\u{6e7}\u{6e8}\u{6ea}-\u{6ed}\u{1ab0}-\u{1aff}\u{1dc0}-\u{1dff}\u{20d0}-\u{20ff}\u{fe20}-\u{fe2f}]/gu

/** Small letters that are no letter with a mark, and signs that keyboards and editors write in several ways. */
const plain = new Map(
  [
    ['ß', 'ss'],
    ['ıɨ', 'i'],
    ['łƚ', 'l'],
    ['ø', 'o'],
    ['đð', 'd'],
    ['þ', 'th'],
    ['æ', 'ae'],
    ['œ', 'oe'],
    ['ħ', 'h'],
    ['ŧ', 't'],
    ['ŋ', 'n'],
    ['ĸ', 'k'],
    ['ƶ', 'z'],
    ['ɓ', 'b'],
    ['ɗ', 'd'],
    ['ƙ', 'k'],
    ['əǝ', 'e'],
    ['ς', 'σ'],
    ['ک', 'ك'],
    ['یى', 'ي'],
    ['ەہ', 'ه'],
    ...[...'0123456789'].map((digit) => ['٠١٢٣٤٥٦٧٨٩'.charAt(+digit) + '۰۱۲۳۴۵۶۷۸۹'.charAt(+digit), digit]),
    ['’‘ʼʻ`´', "'"],
    ['‐‑‒–—−', '-'],
  ].flatMap(([written = '', folded = '']) => [...written].map((letter) => [letter, folded] as const)),
)

export function foldLetters(text: string): string {
  const bare = text.replaceAll(invisible, '').normalize('NFKD').replaceAll(marks, '').toLowerCase()
  let folded = ''
  for (const letter of bare) folded += plain.get(letter) ?? letter
  return folded
}
