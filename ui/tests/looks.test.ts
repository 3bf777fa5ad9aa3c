/** What the styles promise, read off them: one set of sizes, two themes that are whole, and nothing that is cut. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const tokens = readFileSync('src/styles/tokens.css', 'utf8')
const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(svelte|css)$/.test(file))
  .map((file) => ({ file, text: readFileSync(`src/${file}`, 'utf8') }))

/** The slip is paper, in points; `html` is what all sizes are counted from, and the customer's own screen counts from its size. */
const ownSizes = new Set([
  'components/handover/SlipSheet.svelte',
  'styles/base.css',
  'customer/Display.svelte',
])

it('every size of letters is one of the tokens, or a part of what is around it', () => {
  const byHand = files.flatMap(({ file, text }) =>
    [...text.matchAll(/font(?:-size)?: *([^;]+);/g)]
      .map(([, value = '']) => value)
      .filter((value) => /\d(rem|px|pt|%|vmin)/.test(value) && !ownSizes.has(file))
      .map((value) => `${file}: ${value}`),
  )
  expect(byHand).toEqual([])
})

it('every corner is one of the tokens, a circle, or none', () => {
  const byHand = files.flatMap(({ file, text }) =>
    [...text.matchAll(/border(?:-[a-z]+)*-radius: *([^;]+);/g)]
      .map(([, value = '']) => value)
      .filter((value) => !/^(var\(--radius(-[a-z]+)?\)|50%|0)$/.test(value))
      .map((value) => `${file}: ${value}`),
  )
  expect(byHand).toEqual([])
})

it('every distance is a step of one grid', () => {
  // A hair and two, half a step, and steps of four.
  const steps = new Set([0, 1, 2, 4, 8, 12, 16, 20, 24, 32, 40, 48])
  const byHand = files.flatMap(({ file, text }) =>
    [...text.matchAll(/(?<=[\s{])(?:gap|(?:row|column)-gap|(?:padding|margin)(?:-[a-z]+)*): *([^;]+);/g)]
      .flatMap(([, value = '']) => [...value.matchAll(/\d+(?=px)/g)])
      .filter(([pixels]) => !steps.has(Number(pixels)) && file !== 'components/handover/SlipSheet.svelte')
      .map(([pixels]) => `${file}: ${pixels}px`),
  )
  expect(byHand).toEqual([])
})

it('every box to tick and every one of several is drawn by the same rule', () => {
  const byHand = files.filter(
    ({ file, text }) =>
      file !== 'styles/parts.css' && /accent-color/.test(text) && /type="(?:checkbox|radio)"/.test(text),
  )
  expect(byHand.map(({ file }) => file)).toEqual([])
})

it('every token is used', () => {
  const names = new Set([...tokens.matchAll(/^ +(--[\w-]+):/gm)].map(([, name = '']) => name))
  const unused = [...names].filter((name) => !files.some(({ text }) => text.includes(`var(${name})`)))
  expect(unused).toEqual([])
})

it('a dark system and a chosen dark look the same', () => {
  const [system, chosen] = [
    /prefers-color-scheme: dark[^{]+{[^{]+{([^}]+)}/,
    /data-theme='dark'\] {([^}]+)}/,
  ].map((block) => block.exec(tokens)?.[1]?.replaceAll(/\s+/g, ' '))
  expect(system).toBeTruthy()
  expect(chosen).toBe(system)
})

it('no words are cut: what is long wraps, or is shortened where a reader and the title have it whole', () => {
  // A closed list of choices has one line; open, it shows them whole.
  const cut = files.filter(({ text }) =>
    /line-clamp|text-overflow/.test(text.replace(/select\.input {[^}]+}/, '')),
  )
  expect(cut.map(({ file }) => file)).toEqual([])
})
