/** The customer's phone of the fake: one SIM for all orders, and no second phone that could have it. */
import type { PhoneAnswer, PhoneStep, PhoneWords, SimView } from '../bindings'

const scans: Partial<Record<SimView, PhoneWords>> = {
  downloaded: 'already_there',
  installed: 'already_there',
  unavailable: 'used_code',
}

const pairs: Partial<Record<PhoneWords, string>> = {
  used_code: '8.2.6/3.8',
  other_phone: '8.1.1/3.8',
  no_room: '8.1/4.8',
  expired: '8.8.5/4.10',
  too_many_tries: '8.8.5/6.4',
}

export class FakePhone {
  constructor(public sim: SimView) {}

  play(step: PhoneStep): PhoneAnswer {
    const says = this.#does(step)
    return { says, pair: pairs[says] ?? null }
  }

  #does(step: PhoneStep): PhoneWords {
    switch (step) {
      case 'download':
        return scans[this.sim] ?? this.#becomes('downloaded', 'downloaded')
      case 'breaks_off':
        return scans[this.sim] ?? this.#becomes('downloaded', 'broke_off')
      case 'install':
        return this.sim === 'unavailable' ? 'used_code' : this.#becomes('installed', 'installed')
      case 'delete':
        return scans[this.sim] === 'already_there' ? this.#becomes('unavailable', 'deleted') : 'nothing_yet'
      case 'start_again':
        return this.#becomes('released', 'nothing_yet')
      case 'other_phone':
      case 'no_wifi':
      case 'locked':
      case 'no_room':
      case 'expired':
      case 'too_many_tries':
        return step
    }
  }

  #becomes(sim: SimView, says: PhoneWords): PhoneWords {
    this.sim = sim
    return says
  }
}
