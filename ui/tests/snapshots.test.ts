/** What Rust says comes on two ways, as an answer and by itself; whichever is the newest is what is shown. */
import { expect, test, vi } from 'vitest'
import { fakeFromAddress } from '../src/backend/fake'
import { Desk } from '../src/state/desk.svelte'

test('an answer that was overtaken by a change does not bring back what was before', async () => {
  const fake = fakeFromAddress(new URLSearchParams('account=signed_in'))
  const first = await fake.snapshot()
  if (first.status === 'error') throw new Error('the fake always gives a snapshot')
  const desk = new Desk(fake, first.data)
  vi.spyOn(fake, 'snapshot').mockImplementation(async () => {
    // It is on its way while something changes.
    await fake.changeSettings({ kind: 'appearance', value: 'dark' })
    return first
  })
  await desk.listen()
  expect(desk.snapshot.settings.appearance).toBe('dark')
  expect(document.documentElement.dataset['theme']).toBe('dark')
})

test('of two changes the later one stays, though its language was there sooner', async () => {
  const fake = fakeFromAddress(new URLSearchParams('account=signed_in'))
  const first = await fake.snapshot()
  if (first.status === 'error') throw new Error('the fake always gives a snapshot')
  const desk = new Desk(fake, first.data)
  const settings = first.data.settings
  const french = desk.hear({ ...first.data, settings: { ...settings, language: 'fr' } })
  await desk.hear({ ...first.data, settings: { ...settings, language: 'en' } })
  await french
  expect(desk.snapshot.settings.language).toBe('en')
})
