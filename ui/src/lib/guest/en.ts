/**
 * What a guest reads, in English. Its type is what a complete guest language is. Words between asterisks are
 * what the phone itself shows, and are drawn bold.
 */
export type Phone = 'iphone' | 'samsung' | 'android' | 'windows'

const steps: Record<Phone, [string, string, string]> = {
  iphone: [
    'Connect the iPhone to *Wi-Fi*.',
    'Open the *Camera* and point it at the code.',
    'Tap *Cellular plan*, then *Continue*.',
  ],
  samsung: [
    'Connect the phone to *Wi-Fi*.',
    'Open *Settings*, *Connections*, *SIM manager*, *Add eSIM*.',
    'Choose *Scan QR code* and point at the code.',
  ],
  android: [
    'Connect the phone to *Wi-Fi*.',
    'Open *Settings*, *Network & internet*, *SIMs*, *Add eSIM*.',
    'Point at the code, then follow the phone.',
  ],
  windows: [
    'Connect the computer to *Wi-Fi*.',
    'Open *Settings*, *Network & internet*, *Cellular*, *eSIM profiles*.',
    'Choose *Add profile* and show the code to its camera.',
  ],
}

export const en = {
  name: 'English',
  direction: 'ltr' as 'ltr' | 'rtl',
  choosePhone: 'Which phone?',
  phones: { iphone: 'iPhone', samsung: 'Samsung', android: 'Android', windows: 'Windows' } as Record<Phone, string>,
  steps,
  byHand: 'Camera does not work? Type it in',
  server: 'SM-DP+ address',
  activationCode: 'Activation code',
  wholeCode: 'Activation code (in one field)',
  confirmation: 'The phone will ask for a confirmation code. The staff give it to you.',
}

export type GuestWords = typeof en
