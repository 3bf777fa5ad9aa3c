import { describe, expect, it } from 'vitest'
import { dayOf, today } from '../src/lib/day'
import { MORNING } from './clock'

describe('the day of a moment', () => {
  it('is written as date fields and the order book write it', () => {
    expect(dayOf(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05')
  })

  it('is the day of this computer, not of Greenwich', () => {
    const lastMinute = new Date(2026, 11, 31, 23, 59)
    expect(dayOf(lastMinute)).toBe('2026-12-31')
    expect(dayOf(new Date(lastMinute.getTime() + 60_000))).toBe('2027-01-01')
  })

  it('has four digits for every year', () => {
    expect(dayOf(new Date('0987-06-15T12:00:00'))).toBe('0987-06-15')
    expect(today()).toMatch(/^\d{4}-\d\d-\d\d$/)
  })

  it('is the same for every test, at whatever hour it runs', () => {
    const asked = Date.now()
    expect(new Date().getTime() - asked, 'both ask one clock').toBeLessThan(60_000)
    expect(today()).toBe(dayOf(MORNING))
    expect(new Date(2026, 11, 31).getMonth(), 'a named moment is what it says').toBe(11)
  })
})
