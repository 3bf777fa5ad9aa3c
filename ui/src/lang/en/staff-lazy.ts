/**
 * What the staff read only once a code is up or a customer comes back, in English. A dictionary of its own, because
 * nothing of it is needed for the first picture.
 */
import type { PhoneStep, PhoneWords, SimView } from '../../backend/bindings'

type Advice = { title: string; body: string }

const used: Record<'downloaded' | 'installed' | 'unavailable', Advice> = {
  downloaded: {
    title: 'This eSIM is already on a phone',
    body: 'It was downloaded there, and is not finished. On any other phone the code will not work.',
  },
  installed: {
    title: 'This eSIM is already installed',
    body: 'A phone uses it. On any other phone the code will not work.',
  },
  unavailable: {
    title: 'This eSIM can no longer be installed',
    body: 'It was deleted or withdrawn. Ask support with the reference before you sell a new one.',
  },
}

const checks = {
  unused: {
    title: 'Scan it once more',
    body: 'The service says that no phone has this eSIM: the code is good. Stand where the Wi-Fi is strong.',
  },
  scan_first: {
    title: 'Scan first',
    body: 'No phone has this eSIM yet, so it cannot give internet. Hand the code over.',
  },
  finish: {
    title: 'Finish on the phone',
    body: 'The eSIM is on a phone, but not set up. Stay on Wi-Fi, open the SIM settings there and go on.',
  },
  there_already: {
    title: 'It is there already',
    body: 'The eSIM is installed. Look for it in the phone’s SIM settings; it only has to be switched on.',
  },
  gone: {
    title: 'This code will not work again',
    body: 'The eSIM was deleted or withdrawn. Ask support for a new code before you sell another one.',
  },
  right_phone: {
    title: 'Scan with the right phone now',
    body: 'No phone has this eSIM yet, also not the wrong one.',
  },
  not_locked_out: {
    title: 'The lock is not the cause',
    body: 'The phone has taken the eSIM, so look at its settings.',
  },
  wifi: {
    title: 'Wi-Fi',
    body: 'Does a web page open on the phone? Guest networks often want a sign-in first. Switch off a VPN.',
  },
  from_settings: {
    title: 'Scan from the SIM settings',
    body: 'Not with a QR app. On the customer’s half choose the phone: the way is written there.',
  },
  camera: {
    title: 'Light and distance',
    body: 'The whole code and its white edge must be in the picture. If it still fails, type it in.',
  },
  eid: {
    title: 'Dial *#06#',
    body: 'If no EID shows, this phone takes no eSIM. Many phones sold in mainland China have none.',
  },
  lock: {
    title: 'Carrier lock',
    body: 'iPhone: Settings, General, About, Carrier Lock must say “No SIM restrictions”. Other phones: their carrier knows.',
  },
  room: {
    title: 'Room for another eSIM',
    body: 'A phone holds a limited number. Delete one that is no longer used, never the one for this trip.',
  },
  restart: { title: 'Restart the phone', body: 'Then wait a minute and scan again.' },
  update: { title: 'Update the phone', body: 'Old software may not know eSIM or this way of adding it.' },
  line: {
    title: 'Line on, and chosen for data',
    body: 'In the SIM settings: the new line is on, and it is the one for mobile data.',
  },
  roaming: { title: 'Data roaming on', body: 'For the new line only. The plan already covers it.' },
  flight_mode: {
    title: 'Flight mode on, ten seconds, off',
    body: 'The phone then looks for a network afresh.',
  },
  country: {
    title: 'Country and first day',
    body: 'Is the customer where the plan works, and has it begun? The order’s page says what was sold.',
  },
  apn: {
    title: 'Access point (APN)',
    body: 'Leave it as it came. If somebody typed one, reset the phone’s network settings for this line.',
  },
  bound: {
    title: 'Ordered for one device',
    body: 'An EID was given with this order: the code opens on that device only.',
  },
  asked_twice: {
    title: 'Was it scanned before?',
    body: 'A code works once. Perhaps another phone of the customer took it: look there.',
  },
  delete_there: {
    title: 'Delete it on the wrong phone',
    body: 'Then look here again. If it says “Not installed yet”, hand the code over once more; if not, ask support.',
  },
  unlock: {
    title: 'Only its carrier can unlock it',
    body: 'The customer has to ask there. It may take days.',
  },
  other_device: {
    title: 'Another phone can take it',
    body: 'The code is unused: any phone without a lock will do, also a travel companion’s.',
  },
  support: {
    title: 'Ask support',
    body: 'Copy the text below for them. Do not sell a second eSIM before they have answered.',
  },
} satisfies Record<string, Advice>

const symptoms = {
  no_longer_valid: 'The code is no longer valid',
  cannot_add: 'It says: cannot add eSIM',
  nothing_happens: 'Nothing happens',
  no_internet: 'No internet after installing',
  wrong_phone: 'It is on the wrong phone',
  locked: 'The phone is locked to a carrier',
} satisfies Record<string, string>

const sims: Record<SimView, string> = {
  not_read: 'The service has not told us where this eSIM is.',
  released: 'Not installed yet: no phone has this eSIM.',
  downloaded: 'On a phone, not finished.',
  installed: 'Installed: a phone uses this eSIM.',
  unavailable: 'No longer usable.',
  other: 'The service gives a state that we do not know.',
}

const phoneSteps: Record<PhoneStep, string> = {
  download: 'Scan',
  install: 'Finish installing',
  delete: 'Delete',
  start_again: 'Not scanned yet',
  other_phone: 'Another phone scans',
  no_wifi: 'No Wi-Fi',
  locked: 'Locked to a carrier',
  no_room: 'No room',
  breaks_off: 'Breaks off',
  expired: 'Code expired',
  too_many_tries: 'Too many tries',
}

const phoneSays: Record<PhoneWords, string> = {
  downloaded: 'A new eSIM is here. Finish setting it up?',
  installed: 'The new line is on.',
  deleted: 'The eSIM was deleted.',
  nothing_yet: 'There is no eSIM here.',
  already_there: 'This eSIM is already on this phone.',
  used_code: 'This code is no longer valid.',
  other_phone: 'This code cannot be used on this phone.',
  no_wifi: 'Connect to Wi-Fi to add an eSIM.',
  locked: 'This phone only takes its carrier’s SIMs.',
  no_room: 'There is no room for another eSIM.',
  broke_off: 'The eSIM could not be set up. Try again later.',
  expired: 'This code has expired.',
  too_many_tries: 'The eSIM could not be added.',
}

export const en = {
  used: { ...used, show: 'Show anyway', look: 'Look again' },
  advice: {
    title: 'Still waiting? Likely reasons, the likeliest first',
    reasons: [
      'The phone has no Wi-Fi, or a sign-in page in front of it.',
      'The phone has no eSIM: *#06# must show an EID.',
      'The phone is locked to another carrier.',
      'The camera cannot see the code well: more light, or type it in.',
    ],
  },
  help: {
    open: 'The customer says …',
    title: 'The customer says …',
    choose: 'Choose what comes nearest.',
    sims,
    lookedAt: (time: string) => `Looked at ${time}.`,
    look: 'Look again',
    tick: 'Tick what you have tried.',
    symptoms,
    checks,
    copy: 'Copy the text for support',
    copied: 'Copied. It holds no code and no customer.',
    text: 'For support',
  },
  phone: {
    title: 'Demo: play the customer’s phone',
    fails: 'It goes wrong',
    steps: phoneSteps,
    says: phoneSays,
    theySay: 'The phone says:',
    pair: (pair: string) => `In the phone’s log: ${pair}`,
  },
}

export type LazyMessages = typeof en
