/** What is typed at a counter is no prose: nothing corrects it and nothing remembers it.
 *
 *  Attached, not spread: the code that spreads attributes would be a twentieth of the first script. What the control says
 *  itself stands. */
export function asTyped(control: Element): void {
  for (const [name, value] of attributes) if (!control.hasAttribute(name)) control.setAttribute(name, value)
}

const attributes = [
  ['autocomplete', 'off'],
  ['autocorrect', 'off'],
  ['autocapitalize', 'off'],
  ['spellcheck', 'false'],
] as const
