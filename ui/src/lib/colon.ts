/** What stands between a name and what it is, with its blanks: the colon as the language writes it. Pure. */
export function colonOf(language: string): string {
  if (/^fr\b/i.test(language)) return '\u00a0: '
  return /^(zh|ja)\b/i.test(language) ? '：' : ': '
}
