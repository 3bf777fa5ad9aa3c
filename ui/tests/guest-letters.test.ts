/** On a computer that lacks the letters of some languages. */
import { screen, waitFor } from '@testing-library/svelte'
import { expect, it, vi } from 'vitest'
import { buyButton, fillIn, openSell } from './window'

vi.mock('../src/lib/glyphs', () => ({ hasGlyphs: (language: string) => !['ja', 'ko'].includes(language) }))

it('a language that cannot be shown says why by keyboard and to the eye, and a press does nothing', async () => {
  const { user } = await openSell()
  await fillIn(user)
  await user.click(buyButton())
  await user.click(await screen.findByTestId('guest-more'))
  const pill = screen.getByTestId('guest-ja')
  const why = document.getElementById(pill.getAttribute('aria-describedby') ?? '')
  expect(why?.textContent.trim()).toBe('Japanese, Korean: This computer has no letters for this language.')
  expect(pill.getAttribute('aria-disabled')).toBe('true')
  pill.focus()
  expect(document.activeElement, 'the keyboard comes by').toBe(pill)
  await user.keyboard('{Enter}')
  expect(screen.getByTestId('hand-over-guest').getAttribute('lang')).toBe('en')
  expect(screen.getByTestId('guest-de').getAttribute('aria-describedby')).toBeNull()
  await user.click(screen.getByTestId('guest-de'))
  await waitFor(() => expect(screen.getByTestId('hand-over-guest').getAttribute('lang')).toBe('de'))
})
