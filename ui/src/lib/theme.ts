/** The chosen appearance, on the whole page. */
import type { Appearance } from '../backend/bindings'

export function showTheme(appearance: Appearance): void {
  const { dataset } = document.documentElement
  if (appearance === 'system') delete dataset['theme']
  else dataset['theme'] = appearance
}
