/**
 * What spends or ends is reached through `Decisive` only. Read from the components themselves: a function that calls such
 * a command, and every function and property that leads to it, may stand in a `Decisive`'s `onpress` and in nothing else
 * that can be pressed.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, it } from 'vitest'
import type { Backend } from '../src/backend/backend'

/** Of each command whether it spends or ends something. A new one does not compile until that is said. */
const commands: Record<keyof Backend, boolean> = {
  placeOrder: true,
  placeAgain: true,
  topUp: true,
  giveBack: true,
  giveBackAgain: true,
  keepEsim: true,
  chooseCandidate: true,
  settle: true,
  startPlanNow: true, // its days begin to count
  signOut: true,
  closeWindow: true,
  installUpdate: true,
  readTable: false,
  openTable: false,
  readTableAs: false,
  linesOfTable: false,
  checkGroup: false,
  beginGroup: true,
  groups: false,
  group: false,
  goOnWithGroup: true,
  pauseGroup: false,
  insistOnLines: true,
  tryLine: true,
  mendLine: true,
  leaveOutLine: false,
  codeForPaper: false,
  saveGroupSlips: false,
  saveGroupPictures: false,
  snapshot: false,
  startDemo: false,
  leaveDemo: false,
  connectAccount: false,
  retryKeychain: false,
  tryAgain: false,
  order: false,
  catalogue: false,
  checkDraft: false,
  checkTopUp: false,
  asOrdered: false,
  checkRefund: false,
  keepTyped: false,
  keepTable: false,
  leftByPage: false,
  lookWithEmail: false,
  unmatchedSales: false,
  adoptSale: false,
  orders: false,
  saveDayTable: false,
  lookAtEsim: false,
  findEsims: false,
  days: false,
  saveSumsTable: false,
  compareDays: false,
  stopComparing: false,
  handOver: false, // but with `true`, which shows a code once more
  sim: false,
  handOverDone: false, // by leaving its screen; the button beside the code is looked at below
  turnScreen: false,
  chooseForGuest: false,
  customersPhone: false,
  copy: false,
  copyReference: false,
  savePicture: false,
  installLink: false,
  printSlip: false,
  saveSlip: false,
  mailDraft: false,
  changeSettings: false,
  setFavourite: false,
  keepWindow: false,
  updateNotNow: false,
  notifyOutside: false,
  saveSupportBundle: false,
  pagePixels: false,
  onSnapshot: false,
  onCloseAsked: false,
  onCopyStillThere: false,
  changeNetwork: false,
  tidy: false,
}

const src = join(import.meta.dirname, '../src')
const components = new Map(
  readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.svelte'))
    .map((file) => [basename(file, '.svelte'), readFileSync(join(src, file), 'utf8')] as const),
)

/** A call that decides, wherever it stands. */
const decides = new RegExp(
  [
    ...Object.entries(commands).flatMap(([name, does]) => (does ? [`backend\\.${name}\\(`] : [])),
    String.raw`backend\.handOver\([^)]*,\s*true\)`,
    String.raw`\b(?:sale|form)\.place\(`,
  ].join('|'),
)

type Attribute = { tag: string; name: string; value: string }

/** The properties of every element and component, with whole values, braces and all. */
function attributes(text: string): Attribute[] {
  const markup = text.replaceAll(/<script[\s\S]*?<\/script>|<style[\s\S]*?<\/style>|<!--[\s\S]*?-->/g, '')
  const found: Attribute[] = []
  for (const { 1: tag = '', index } of markup.matchAll(/<([A-Za-z][\w.]*)(?=[\s>/])/g)) {
    let at = index + tag.length + 1
    while (at < markup.length && markup[at] !== '>') {
      const [all = '', name = ''] = /^([\w:-]+)=\{/.exec(markup.slice(at)) ?? []
      if (name) {
        const end = closing(markup, at + all.length)
        found.push({ tag, name, value: markup.slice(at + all.length, end) })
        at = end + 1
      } else if (markup[at] === '{') {
        const end = closing(markup, at + 1)
        const value = markup.slice(at + 1, end)
        if (/^\w+$/.test(value)) found.push({ tag, name: value, value })
        at = end + 1
      } else at++
    }
  }
  return found
}

function closing(text: string, from: number): number {
  let open = 1
  let at = from
  for (; at < text.length && open > 0; at++) open += { '{': 1, '}': -1 }[text[at] ?? ''] ?? 0
  return at - 1
}

/** The functions of a component, by name, with what stands in them. */
function functions(text: string): [string, string][] {
  const script = /<script lang="ts">([\s\S]*?)<\/script>/.exec(text)?.[1] ?? ''
  const named = script.matchAll(/^ {2}(?:async )?function (\w+)\([^]*?\n {2}\}$/gm)
  const arrows = script.matchAll(/^ {2}const (\w+) = (?:async )?\([^]*?(?=\n {2}\S|$(?![^]))/gm)
  return [...named, ...arrows].map(([body, name = '']) => [
    name,
    body.slice(body.indexOf(name) + name.length),
  ])
}

function says(text: string, names: Iterable<string>): boolean {
  const code = text.replaceAll(/\/\/.*|'[^'\n]*'|"[^"\n]*"/g, '')
  return [...names].some((name) => new RegExp(String.raw`\b${name}\b`).test(code))
}

/** Of each component the names in it that lead to a decision: its functions, and the properties that are given such. */
function leading(): Map<string, Set<string>> {
  const names = new Map([...components.keys()].map((one) => [one, new Set<string>()]))
  const add = (component: string, name: string) => {
    const known = names.get(component)
    if (!known || known.has(name)) return false
    known.add(name)
    return true
  }
  for (let more = true; more;) {
    more = false
    for (const [component, text] of components) {
      const own = names.get(component) ?? new Set()
      for (const [name, body] of functions(text)) {
        if (decides.test(body) || says(body, own)) more = add(component, name) || more
      }
      for (const { tag, name, value } of attributes(text)) {
        if (decides.test(value) || says(value, own)) more = (tag !== 'Decisive' && add(tag, name)) || more
      }
    }
  }
  return names
}

function reachedWithout(): string[] {
  const names = leading()
  return [...components].flatMap(([component, text]) =>
    attributes(text)
      .filter(
        ({ tag, value }) =>
          !components.has(tag) && (decides.test(value) || says(value, names.get(component) ?? [])),
      )
      .map(({ tag, name, value }) => `${component}: <${tag} ${name}={${value}}>`),
  )
}

it('nothing that spends or ends is pressed on a plain button', () => {
  expect(reachedWithout()).toEqual([])
})

it('the places where it happens were found', () => {
  const decisive = [...components].filter(([, text]) =>
    attributes(text).some(({ tag }) => tag === 'Decisive'),
  )
  const names = leading()
  expect(names.get('ReviewAndBuy'), 'through properties').toContain('onbuy')
  expect(names.get('UsedAlready')).toContain('onshow')
  expect(names.get('FailureNotice'), 'trying again may buy').toContain('onretry')
  expect(decisive.map(([name]) => name).sort()).toEqual(
    expect.arrayContaining([
      'AccountFacts',
      'Candidates',
      'CloseDialog',
      'DuplicateDialog',
      'HandOver',
      'Recovery',
    ]),
  )
})

it('the button that ends a hand-over is one of them', () => {
  expect(components.get('HandOver')).toMatch(/<Decisive[^>]*data-testid="done"/)
})

it('every field is typed into as it is, uncorrected and unremembered', () => {
  const typed = [...components].flatMap(([name, text]) => {
    const inputs = text.matchAll(/<(input|textarea)\b([\s\S]*?)(?:\/>|>\s*<\/textarea>|\n\s*>)/g)
    return [...inputs].map(([, , inside = '']) => ({ name, inside }))
  })
  const chosen = /type="(radio|checkbox|date)"/
  const open = typed.filter(
    ({ inside }) => !chosen.test(inside) && !/\{@attach (names|given|asTyped)\}/.test(inside),
  )
  expect(typed.length, 'they were found').toBeGreaterThan(15)
  expect(open, 'through Field, or with `asTyped`').toEqual([])
  const undone = typed.filter(({ inside }) =>
    /autocorrect="on"|spellcheck="true"|autocomplete="(?!off)/.test(inside),
  )
  expect(undone).toEqual([])
})
