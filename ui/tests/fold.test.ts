import { expect, it } from 'vitest'
import fixture from '../../tests/fixtures/folding.json'
import { foldLetters } from '../src/lib/fold'

it.each(fixture.flatMap(([folded, ...written]) => written.map((text) => [text, folded])))(
  'the catalogue folds %j as the search of orders does',
  (text, folded) => {
    expect(foldLetters(text ?? '')).toBe(folded)
  },
)
