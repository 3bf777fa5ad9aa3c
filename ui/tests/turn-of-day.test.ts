/** Midnight with a list on screen: what is saved and compared is what somebody sees, and then they see the new day. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeFromAddress } from '../src/backend/fake'
import { atTurnOfDay } from '../src/lib/turn-of-day'
import { Orders } from '../src/state/orders.svelte'
import { Takings } from '../src/state/takings.svelte'

const EVENING = new Date(2026, 10, 30, 23, 59, 30)
const NIGHT = new Date(2026, 11, 1, 0, 0, 30)
const fake = () => fakeFromAddress(new URLSearchParams('account=signed_in&orders&pace=at_once'))

beforeEach(() => void vi.useFakeTimers({ now: EVENING }))
afterEach(() => void vi.useRealTimers())

async function settled<T>(work: Promise<T>): Promise<T> {
  await vi.advanceTimersByTimeAsync(5_000)
  return work
}

describe('the sums of a month that ended meanwhile', () => {
  async function november() {
    const backend = fake()
    const takings = new Takings(backend)
    await settled(takings.read())
    expect(takings.view, 'it is on screen').not.toBeNull()
    vi.setSystemTime(NIGHT)
    return { backend, takings }
  }

  it('are saved and compared as they are on screen', async () => {
    const { backend, takings } = await november()
    const [save, compare] = [vi.spyOn(backend, 'saveSumsTable'), vi.spyOn(backend, 'compareDays')]
    await settled(takings.save({}))
    await settled(takings.compare())
    const days = { from: '2026-11-01', to: '2026-11-30' }
    expect(save.mock.lastCall?.[0].query).toMatchObject(days)
    expect(compare.mock.lastCall?.[0]).toMatchObject(days)
  })

  it('make way for those of the new month at the turn of the day, with what was compared', async () => {
    const { backend, takings } = await november()
    await settled(takings.compare())
    const asked = vi.spyOn(backend, 'days')
    await settled(takings.turn())
    expect(asked.mock.lastCall?.[0]).toMatchObject({ from: '2026-12-01', to: '2026-12-01' })
    expect(takings.comparison, 'it was of other days').toBeNull()
  })
})

it('the list of today is saved as it is on screen, and goes on with its own next page', async () => {
  const backend = fake()
  const orders = new Orders(backend)
  await settled(orders.read([]))
  vi.setSystemTime(NIGHT)
  const [save, asked] = [vi.spyOn(backend, 'saveDayTable'), vi.spyOn(backend, 'orders')]
  await settled(orders.saveTable(false, {}))
  expect(save.mock.lastCall?.[0].day).toBe('2026-11-30')
  await settled(orders.more())
  expect(asked.mock.lastCall?.[0].day).toBe('2026-11-30')
  await settled(orders.read([]))
  expect(asked.mock.lastCall?.[0].day, 'the list from its beginning is of the new day').toBe('2026-12-01')
})

it('the turn of the day is told once, and to nobody who has left', () => {
  const told = vi.fn()
  const stop = atTurnOfDay(told)
  vi.advanceTimersByTime(25_000)
  expect(told, 'it is still the same day').not.toHaveBeenCalled()
  vi.advanceTimersByTime(60_000)
  expect(told).toHaveBeenCalledOnce()
  stop()
  vi.advanceTimersByTime(2 * 24 * 60 * 60_000)
  expect(told).toHaveBeenCalledOnce()
})
