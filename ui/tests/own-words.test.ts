/**
 * What the program itself calls columns, starts and amounts, for Rust, which has to understand each of them in a table
 * (`desk/group/own_words.rs`). Whoever changes such a word writes the file anew: `npx vitest run tests/own-words.test.ts -u`.
 */
import { expect, it } from 'vitest'
import { dictionary, type Language, languages } from '../src/lang/staff'
import { lazyWords } from '../src/lang/staff-lazy'
import { unitsOf } from '../src/lib/table-words'

const file = '../../tests/fixtures/own-words.json'

async function ownWords(code: Language) {
  const words = await dictionary(code)
  const { group, sim } = await lazyWords(code)
  const { sell, orders } = words
  return {
    columns: Object.entries(group.kinds),
    saved: Object.entries({ ...orders.columns, line: group.line, file: group.file }),
    starts: {
      now: [sell.startNow, sim.startNow],
      first_use: [sell.startFirstUse],
      on_date: [sell.startOnDate],
    },
    days: [1, 2, 7, 30].map((count) => sell.days(count)),
    months: [1, 2, 12].map((count) => sell.months(count)),
    unlimited: [sell.unlimited, unitsOf(words).unit_unlimited],
  }
}

it('whatever the program calls a column, a start or an amount stands in the file that Rust reads it from', async () => {
  const all = await Promise.all(languages.map(async ({ code }) => [code, await ownWords(code)] as const))
  const text = JSON.stringify(Object.fromEntries(all), null, 2)
  await expect(`${text}\n`).toMatchFileSnapshot(file)
})
