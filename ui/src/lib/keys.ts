/**
 * The program's own keys, as each system's people expect them: with Ctrl, or with Cmd on a Mac, where Ctrl belongs to the
 * text fields. Not in it: what they do (`App`), and the keys of one screen alone.
 */
import type { Messages } from '../lang/staff'
import { textField } from './press'
import { isMac } from './system'

export type Shortcut = 'new_sale' | 'search' | 'sell' | 'orders' | 'settings' | 'keys'

/** By the key's own letter, on every layout. */
const byLetter: Partial<Record<string, Shortcut>> = { n: 'new_sale', f: 'search', ',': 'settings' }
/** By its place: a French keyboard has other signs where the digits are. */
const byPlace: Partial<Record<string, Shortcut>> = { Digit1: 'sell', Digit2: 'orders', Digit3: 'settings' }

export function shortcutOf(event: KeyboardEvent): Shortcut | null {
  const { key, code, ctrlKey, metaKey, altKey, shiftKey } = event
  if (altKey) return null
  const [command, other] = isMac() ? [metaKey, ctrlKey] : [ctrlKey, metaKey]
  if (command) return other || shiftKey ? null : (byLetter[letterOf(event)] ?? byPlace[code] ?? null)
  if (other) return null
  if (key === 'F1' || key === 'Help') return 'keys'
  return key === '?' && textField(event.target) === null ? 'keys' : null
}

/**
 * The letter by which a key is known together with Ctrl or Cmd, as systems know it too: the one that it types, wherever it
 * is (AZERTY, Dvorak); where the layout has no Latin letters, the one that is printed beside it, by its place.
 */
export function letterOf({ key, code }: Pick<KeyboardEvent, 'key' | 'code'>): string {
  const name = key.toLowerCase()
  const isForeignLetter = /^\p{L}\p{M}*$/u.test(name) && !/^\p{Script=Latin}/u.test(name)
  if (!isForeignLetter) return name
  return code === 'Comma' ? ',' : (/^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? name)
}

/** What stands on screen for a key that is pressed together with Ctrl or Cmd. */
export function keyName(key: string, t: Messages): string {
  return isMac() ? `⌘${key}` : `${t.yourKeys.ctrl} ${key}`
}
