/**
 * What a guest reads, in English. Its type is what a complete guest language is. Words between asterisks are
 * what the phone itself shows, and are drawn bold. `{dial}` stands for `dial` of `../guest.ts`, whose own asterisk
 * would be taken for such a mark.
 */
export type Phone = 'iphone' | 'samsung' | 'android' | 'windows'

const steps: Record<Phone, [string, string, string]> = {
  iphone: [
    'Connect the iPhone to *Wi-Fi*.',
    'Open the *Camera* and point it at the code.',
    'Tap the message that appears, then *Continue*.',
  ],
  samsung: [
    'Connect the phone to *Wi-Fi*.',
    'Open *Settings*, *Connections*, *SIM manager*, *Add eSIM*.',
    'Choose *Scan QR code* and point the camera at the code.',
  ],
  android: [
    'Connect the phone to *Wi-Fi*.',
    'Open *Settings*, *Network & internet*, *SIMs*, *Add SIM*. Other brand? Search for eSIM in Settings.',
    'Choose the eSIM, point the camera at the code and follow the steps.',
  ],
  windows: [
    'Connect the computer to *Wi-Fi*.',
    'Open *Settings*, *Network & internet*, *Cellular*, *eSIM profiles*.',
    'Choose *Add profile* and hold the code up to the camera, or type it in.',
  ],
}

const device: Record<Phone, string> = {
  iphone: 'iPhone',
  samsung: 'Samsung',
  android: 'phone',
  windows: 'computer',
}

export const en = {
  name: 'English',
  /** For the `lang` attribute: it chooses the voice and, among the scripts of East Asia, the letters. */
  lang: 'en',
  direction: 'ltr' as 'ltr' | 'rtl',
  more: 'More',
  /** Why a language cannot be pressed. */
  noFont: 'This computer has no letters for this language.',
  choosePhone: 'Which phone?',
  phones: { iphone: 'iPhone', samsung: 'Samsung', android: 'Android', windows: 'Windows' } as Record<
    Phone,
    string
  >,
  title: (phone: Phone) => `How to put the eSIM on your ${device[phone]}`,
  steps,
  before: {
    title: 'Before scanning',
    checks: [
      'The phone is on *Wi-Fi*.',
      'In the Phone app, dial {dial}: an *EID* means that eSIM works.',
      'The phone is not locked to one network (carrier).',
    ] as [string, string, string],
  },
  after: {
    title: 'Afterwards',
    steps: [
      'Turn the new line on and choose it for mobile data.',
      'Switch on *Data roaming* for this line.',
    ] as [string, string],
  },
  byHand: 'Type it in',
  /** The only one whose form is not found on the way to scanning. */
  formOnIphone:
    'Open *Settings*, *Cellular* or *Mobile Service*, *Add eSIM*, *Use QR Code*, *Enter Details Manually*.',
  /** The two fields of an iPhone. */
  server: 'SM-DP+ address',
  activationCode: 'Activation code',
  /** The one field of the others. */
  wholeCode: 'Activation code',
  confirmation: 'The phone will ask for a confirmation code. Our staff will give it to you.',
  /** An iPhone whose EID was given is asked by the network: what it will show. */
  push: {
    title: 'Your iPhone receives the eSIM automatically',
    steps: [
      'A message says that a plan is ready. Tap it.',
      'In *Settings*, tap the plan, then *Continue*.',
      'No message after a few minutes? Scan the code.',
    ] as [string, string, string],
  },
  /** The order’s sign on paper is its last four characters. */
  order: 'Order',
  keep: 'Keep this to yourself: whoever has the code can use the eSIM.',
  mail: {
    subject: 'Your eSIM',
    link: 'Open this link on your iPhone:',
    byHand: 'Or type it in:',
  },
  /** Above `before.checks`, when nothing has happened for long. */
  check: 'Not working? Please check:',
  /** Some plans come with one. */
  voucher: 'Voucher code',
  state: {
    waiting: 'Waiting for your device',
    onThePhone: 'Almost there',
    installed: 'Installed. Have a good trip!',
    gone: 'This eSIM can no longer be installed. Please ask the staff.',
  },
}

export type GuestWords = typeof en
