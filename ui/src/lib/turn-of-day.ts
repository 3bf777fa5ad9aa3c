/** The turn of the day, for what is shown of today. Looked at now and then: a timer of hours sleeps with the computer. */
import { today } from './day'

const BETWEEN_LOOKS = 20_000

/** Calls back whenever another day has begun, until the function that it gives is called. */
export function atTurnOfDay(then: () => void): () => void {
  let day = today()
  const timer = setInterval(() => {
    if (today() === day) return
    day = today()
    then()
  }, BETWEEN_LOOKS)
  return () => clearInterval(timer)
}
