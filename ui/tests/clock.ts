/**
 * The computer's clock of a test: it begins at ten in the morning of an ordinary day, wherever and whenever the test
 * runs, and goes on from there. What was bought half an hour ago was then bought today, also for whoever tests at night.
 * What the turn of a day does has tests of its own, which set their clock.
 */
export const MORNING = new Date(2026, 2, 4, 10, 0)

const Real = Date
const ahead = MORNING.getTime() - Real.now()

class TestDate extends Real {
  constructor(...given: [] | [number | string | Date]) {
    // One that is given no moment, and nobody else, asks the clock.
    super(...((given.length === 0 ? [TestDate.now()] : given) as [number]))
  }

  static override now(): number {
    return Real.now() + ahead
  }
}

globalThis.Date = TestDate as DateConstructor
