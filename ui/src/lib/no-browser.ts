/**
 * The page is a program's window and no browser: nobody reloads it, leaves it, prints or searches it, and nothing is
 * dragged or dropped. What a web view does by itself with a key or a button of the mouse is switched off here for both
 * windows, by a list of what stays; what has a switch in the web view is switched in `shell/windows`. Not in it: the
 * program's own keys, which listen as they like.
 */
import { letterOf } from './keys'
import { isMac } from './system'
import { textField } from './press'

/** With Ctrl, or Cmd on a Mac, in a text field. */
const editing = new Set(['a', 'c', 'v', 'x', 'y', 'z', 'backspace', 'delete', 'home', 'end', 'insert'])
/** What a Mac's text fields do with Ctrl, and with Option as well as an arrow. */
const editingOfMac = new Set(['a', 'b', 'd', 'e', 'f', 'h', 'k', 'n', 'o', 'p', 't', 'v', 'y'])
/** With Ctrl anywhere: a new sale, copying what is marked, and the size of the text. */
const everywhere = new Set(['n', 'c', '+', '=', '-', '_', '0', 'add', 'subtract'])
/** What the menu of a Mac's program has, which hears keys after the page. */
const menuOfMac = new Set(['q', 'w', 'm', 'h'])
/** What a pointer has besides its first two buttons: paste, and back and forward. */
const MIDDLE = 1

/** Begins, for as long as the page lives. Gives what ends it, for tests. */
export function beNoBrowser(page: Window): () => void {
  const ending = new AbortController()
  const always = { capture: true, passive: false, signal: ending.signal }
  const stop = (event: Event) => event.preventDefault()
  const on = <E extends Event>(kinds: string[], hear: (event: E) => void) => {
    for (const kind of kinds) page.addEventListener(kind, hear as EventListener, always)
  }
  on(['contextmenu', 'dragstart', 'gesturestart', 'gesturechange'], stop)
  on<DragEvent>(['dragenter', 'dragover', 'drop'], (event) => {
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'none'
    event.preventDefault()
  })
  on<KeyboardEvent>(['keydown'], (event) => {
    if (!mayDoByItself(event)) event.preventDefault()
  })
  on<MouseEvent>(['mousedown', 'mouseup', 'auxclick'], (event) => {
    if (event.button > 2 || (event.button === MIDDLE && textField(event.target) === null))
      event.preventDefault()
  })
  on<WheelEvent>(['wheel', 'mousewheel'], (event) => {
    // Zooming. Two fingers that are spread come as this, too; the shell's own zooming is by keys.
    if (!event.ctrlKey && !event.metaKey) return
    event.preventDefault()
    event.stopImmediatePropagation()
  })
  on<TouchEvent>(['touchstart', 'touchmove'], (event) => {
    if (event.touches.length > 1) event.preventDefault()
  })
  // A caret beside the text fields is seen by nobody. WebKitGTK follows it for screen readers all the same, and its process
  // ends where the text around it has changed meanwhile.
  const noCaret = () => {
    const marked = page.getSelection()
    if (marked?.rangeCount && marked.isCollapsed && textField(page.document.activeElement) === null)
      marked.removeAllRanges()
  }
  on(['selectionchange'], noCaret)
  // A field that goes away with the caret in it leaves it where the field was, and tells nobody.
  let field: HTMLElement | null = null
  on<FocusEvent>(['focusin'], (event) => {
    field = textField(event.target) ?? field
  })
  const changes = new MutationObserver(() => {
    if (field === null || field.isConnected) return
    field = null
    noCaret()
  })
  changes.observe(page.document, { childList: true, subtree: true })
  return () => {
    ending.abort()
    changes.disconnect()
  }
}

/** Whether the web view may do with a key what it does with it. */
export function mayDoByItself(event: KeyboardEvent): boolean {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event
  const name = key.toLowerCase()
  if (/^f\d+$/.test(name)) return altKey && name === 'f4'
  // Back, Refresh, HomePage, Find, Print … of keyboards that have such keys.
  if (/^(browser|launch|media|mail|app)/.test(name) || named.has(name)) return false
  const field = textField(event.target) !== null
  if (field && isMac() && isEditingOfMac(event)) return true
  if (ctrlKey && altKey) return key.length === 1 // AltGr on Windows
  if (ctrlKey || metaKey) {
    const letter = letterOf(event)
    // What inspects the page, in some web views, and what forgets its history.
    if (shiftKey && (letter === 'c' || name === 'delete')) return false
    if (metaKey && menuOfMac.has(letter)) return true
    if (everywhere.has(letter) || name.startsWith('arrow')) return letter === 'n' ? !shiftKey : true
    if (name === 'tab' || modifiers.has(name)) return true
    return field && editing.has(letter)
  }
  if (altKey) return !/^(arrow|home|end|enter|backspace)/.test(name)
  // Back, in some web views.
  if (name === 'backspace') return field || event.target instanceof HTMLInputElement
  return true
}

function isEditingOfMac(event: KeyboardEvent): boolean {
  const { key, ctrlKey, metaKey, altKey } = event
  if (metaKey) return false
  if (altKey) return !ctrlKey && /^(Arrow|Backspace|Delete)/.test(key)
  return ctrlKey && editingOfMac.has(letterOf(event))
}

const named = new Set([
  'find',
  'print',
  'printscreen',
  'help',
  'open',
  'save',
  'new',
  'close',
  'contextmenu',
  'refresh',
])
const modifiers = new Set(['control', 'meta', 'shift', 'alt', 'altgraph'])
