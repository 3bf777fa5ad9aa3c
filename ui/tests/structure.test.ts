/**
 * Who may import whom in `src`, read from the imports themselves: also those that are fetched later and those of types,
 * which the linter does not see or lets pass.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, it } from 'vitest'
import { orderStates } from '../src/lib/order-states'

const src = join(import.meta.dirname, '../src')

/** Each folder may import those before it and itself. What is in none of them is an entry, and may import all. */
const tiers = ['backend', 'lang', 'lib', 'backend/fake', 'state', 'components', 'customer', 'views']
/** What other folders of components may import, and in this order one another. */
const forAll = ['shared', 'guest']
/** They choose between Rust and the fake. */
const entries = ['main.ts', 'customer/main.ts']

type Import = { from: string; to: string; text: string }

const all = readdirSync(src, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'))
const files = all.filter((file) => /\.(ts|svelte)$/.test(file))
// A text is imported as it is; it imports nothing.
const known = new Set(all.filter((file) => /\.(ts|svelte|txt)$/.test(file)))

/** A path as the bundler finds it; what comes from a package stays as it is. */
function resolve(from: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier
  const path = relative(src, join(src, dirname(from), specifier.replace(/\?raw$/, ''))).replaceAll('\\', '/')
  return [path, `${path}.ts`, `${path}/index.ts`].find((file) => known.has(file)) ?? path
}

function textOf(file: string): string {
  return readFileSync(join(src, file), 'utf8')
}

// Each can be read in one way only: otherwise a file with many comments would take for ever.
const comment = String.raw`\/\*(?:[^*]|\*(?!\/))*\*\/|\/\/[^\n]*\n`
const gap = String.raw`(?:\s|${comment})*`
/** An import or what is passed on, with whatever comments stand in the middle of it. */
const importing = new RegExp(
  String.raw`\b(?:import|export)\b(?:(?:${comment}|[^'"\`;()/]|/(?![/*]))*?\bfrom)?${gap}\(?${gap}(['"])([^'"\n]+)\1`,
  'g',
)

function importsIn(text: string, from: string): Import[] {
  return [...text.matchAll(importing)].map(([text, , to = '']) => ({ from, to: resolve(from, to), text }))
}

const imports = files.flatMap((from) => importsIn(textOf(from), from))
const ours = imports.filter(({ to }) => known.has(to))

/** The innermost of the tiers that a file is in. */
function folderOf(file: string): string | undefined {
  const around = tiers.filter((folder) => file.startsWith(`${folder}/`))
  return around.sort((one, other) => other.length - one.length)[0]
}

const named = ({ from, to }: Import) => `${from} → ${to}`

it('the imports are found, each a file that is there', () => {
  expect(ours.length, 'most files import something').toBeGreaterThan(files.length)
  const lost = imports.filter(({ to, text }) => /['"]\./.test(text) && !known.has(to) && !to.endsWith('.css'))
  expect(lost.map(named)).toEqual([])
  // The bundler takes it from the project's root, which is not looked at here.
  const rooted = imports.filter(({ to }) => to.startsWith('/'))
  expect(rooted.map(named), 'paths begin with a point').toEqual([])
})

it('an import is found whatever stands in the middle of it', () => {
  for (const text of [
    "import { a } from './views/Sell.svelte'",
    "import {\n  a, // it's one; the other (b) is not\n  c,\n} from './views/Sell.svelte'",
    "import { a /* 'b'; `c` */ } from /* d */ './views/Sell.svelte'",
    "export { a } from // it's here\n './views/Sell.svelte'",
    "import /* ' */ './views/Sell.svelte'",
    "await import(/* @vite-ignore */ './views/Sell.svelte')",
  ]) {
    expect(importsIn(text, 'App.svelte').map(named), text).toEqual(['App.svelte → views/Sell.svelte'])
  }
  expect(importsIn("import a from '/src/views/Sell.svelte'", 'a.ts').map(named)).toEqual([
    'a.ts → /src/views/Sell.svelte',
  ])
  expect(importsIn("export const a = f('./b')\nexport type C = 'd'", 'a.ts')).toEqual([])
})

it('no folder imports one above it', () => {
  const rank = (file: string) => {
    const folder = folderOf(file)
    return folder === undefined ? tiers.length : tiers.indexOf(folder)
  }
  expect(ours.filter(({ from, to }) => rank(to) > rank(from)).map(named)).toEqual([])
})

it('a component imports its own folder, guest and shared', () => {
  const room = (file: string) => /^components\/([^/]+)\//.exec(file)?.[1]
  const across = ours.filter(({ from, to }) => {
    const [own, other] = [room(from), room(to)]
    if (own === undefined || other === undefined || own === other) return false
    const [at, of] = [forAll.indexOf(own), forAll.indexOf(other)]
    return of === -1 || (at !== -1 && of > at)
  })
  expect(across.map(named)).toEqual([])
})

it('only the entries know the fake', () => {
  const users = ours.filter(({ from, to }) => {
    return folderOf(to) === 'backend/fake' && folderOf(from) !== 'backend/fake' && !entries.includes(from)
  })
  expect(users.map(named)).toEqual([])
})

it('only backend.ts talks to Rust', () => {
  const tauri = imports.filter(({ to }) => to.startsWith('@tauri-apps/')).map(({ from }) => from)
  expect([...new Set(tauri)].sort()).toEqual(['backend/backend.ts', 'backend/bindings.ts'])
  const commands = ours.filter(
    ({ to, text }) => to === 'backend/bindings.ts' && !/^(im|ex)port type\b/.test(text),
  )
  expect([...new Set(commands.map(({ from }) => from))], 'others import types only').toEqual([
    'backend/backend.ts',
  ])
})

it('no two files import each other, by whatever way', () => {
  const done = new Set<string>()
  const way: string[] = []
  const circles: string[] = []
  const visit = (file: string) => {
    const seen = way.indexOf(file)
    if (seen !== -1) circles.push([...way.slice(seen), file].join(' → '))
    if (seen !== -1 || done.has(file)) return
    way.push(file)
    for (const { from, to } of ours) if (from === file) visit(to)
    way.pop()
    done.add(file)
  }
  files.forEach(visit)
  expect(circles).toEqual([])
})

/** What imports a file, or calls Rust, without a word that the tests above can read. */
function unread(text: string): string[] {
  const ways = {
    'import.meta': /\bimport\.meta\b(?!\.env\b)/,
    'import of what is no plain text': /\bimport\s*\(\s*(?!['"][^'"\n]+['"]\s*\))/,
    require: /\brequire\s*\(/,
    __TAURI: /__TAURI/,
  }
  return Object.entries(ways).flatMap(([way, found]) => (found.test(text) ? [way] : []))
}

it('every import can be read, and only the backend calls Tauri by its name', () => {
  const found = files.flatMap((file) => unread(textOf(file)).map((way) => `${file}: ${way}`))
  expect(found, 'the generated bindings call it so').toEqual(['backend/bindings.ts: __TAURI'])
})

it('an import that cannot be read is seen', () => {
  for (const text of [
    "import.meta.glob('../views/*.svelte')",
    "import.meta['glob']('../views/*.svelte')",
    'import(`../views/${name}.svelte`)',
    'import(`../views/Sell.svelte`)',
    "import('../views/' + name)",
    'await import( path )',
    "require('../views/Sell.svelte')",
    "window.__TAURI_INTERNALS__.invoke('place_order')",
  ]) {
    expect(unread(text), text).toHaveLength(1)
  }
  for (const text of [
    "import('./Sell.svelte')",
    "import.meta.env.MODE === 'test'",
    "import type { A } from './a'",
  ]) {
    expect(unread(text), text).toEqual([])
  }
})

const state = `['"\`](?:${Object.keys(orderStates).join('|')})['"\`]`
const several = {
  'a list': new RegExp(`\\[[^[\\]]*${state}[^[\\]]*${state}[^[\\]]*\\]`),
  'a choice': new RegExp(`[!=]==?\\s*${state}[^;{}]*?(?:\\|\\||&&)[^;{}]*?[!=]==?\\s*${state}`),
  cases: new RegExp(`\\bcase\\s*${state}[^]*\\bcase\\s*${state}`),
}

/** How a text names several states of an order at once: a new state would be missed there in silence. */
function statesIn(text: string): string[] {
  return Object.entries(several).flatMap(([how, found]) => (found.test(text) ? [how] : []))
}

it('questions about the states of orders are answered in lib/order-states', () => {
  const asked = files.filter((file) => file !== 'lib/order-states.ts' && !file.startsWith('lang/'))
  const found = asked.flatMap((file) => statesIn(textOf(file)).map((how) => `${file}: ${how}`))
  expect(found.sort()).toEqual([
    // The fake plays Rust: how an order goes, and how it may be told to end.
    'backend/fake/options.ts: a list',
    'backend/fake/order-views.ts: a choice',
    'backend/fake/orders.ts: a choice',
    'backend/fake/orders.ts: a list',
    // The four steps of the picture, two of which are called like states.
    'lib/order-steps.ts: a list',
  ])
})

it('a list of states elsewhere is seen', () => {
  for (const text of [
    "const open = ['sending', 'accepted'].includes(order.state)",
    'new Set<OrderState>(["ready", "withheld"])',
    "{#if order.state === 'ready' || order.state === 'withheld'}",
    "if (state !== 'failed' && other && state !== 'refused') return",
    "switch (state) { case 'ready': case 'failed': return 1 }",
  ]) {
    expect(statesIn(text), text).toHaveLength(1)
  }
  for (const text of [
    "state === 'ready' && open",
    "['all', 'ready']",
    "if (a === 'ready') {} if (b === 'failed') {}",
  ]) {
    expect(statesIn(text), text).toEqual([])
  }
})

/** What of the browser tells which system the page runs on. */
const system = /\b(?:userAgent(?:Data)?|platform|appVersion|oscpu)\b/

/** Without its comments, and without texts in quotes. */
function code(text: string): string {
  return text.replace(/\/\*[^]*?\*\/|<!--[^]*?-->|\/\/[^\n]*/g, '').replace(/'[^'\n]*'|"[^"\n]*"/g, "''")
}

it('on which system the page runs is asked in lib/system', () => {
  const asked = files.filter((file) => !file.startsWith('lang/') && system.test(code(textOf(file))))
  expect(asked).toEqual(['lib/system.ts'])
})

it('whoever asks for the system elsewhere is seen', () => {
  for (const text of [
    "if (navigator.userAgent.includes('Linux')) return",
    'const { platform } = navigator',
    'navigator.userAgentData?.brands',
    'window.navigator.platform',
  ]) {
    expect(system.test(code(text)), text).toBe(true)
  }
  for (const text of ['// navigator.platform', "import { isMac } from './platform'", '/** `userAgent` */']) {
    expect(system.test(code(text)), text).toBe(false)
  }
})

it('no test of the page waits less than all do: a computer may be busy', () => {
  const others = readdirSync(import.meta.dirname).filter((file) => file !== 'structure.test.ts')
  const hurried = others.filter((file) =>
    /\btimeout:/.test(readFileSync(join(import.meta.dirname, file), 'utf8')),
  )
  expect(hurried).toEqual([])
})
