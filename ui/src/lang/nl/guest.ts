/** What a guest reads, in Dutch. */
import type { GuestWords, Phone } from '../en/guest'

const device: Record<Phone, string> = {
  iphone: 'iPhone',
  samsung: 'Samsung',
  android: 'telefoon',
  windows: 'computer',
}

export const nl: GuestWords = {
  name: 'Nederlands',
  lang: 'nl',
  direction: 'ltr',
  more: 'Meer',
  noFont: 'Deze computer kan deze taal niet weergeven.',
  choosePhone: 'Welke telefoon?',
  phones: { iphone: 'iPhone', samsung: 'Samsung', android: 'Android', windows: 'Windows' },
  title: (phone) => `Zo komt de eSIM op uw ${device[phone]}`,
  steps: {
    iphone: [
      'Verbind de iPhone met *wifi*.',
      'Open de *Camera* en richt die op de code.',
      'Tik op *Mobiel abonnement* en dan op *Ga door*.',
    ],
    samsung: [
      'Verbind de telefoon met *wifi*.',
      'Open *Instellingen*, *Verbindingen*, *SIM-beheer*, *eSIM toevoegen*.',
      'Kies *QR-code scannen* en richt op de code.',
    ],
    android: [
      'Verbind de telefoon met *wifi*.',
      'Open *Instellingen*, *Netwerk en internet*, *Simkaarten*, *eSIM toevoegen*.',
      'Richt op de code en volg de telefoon.',
    ],
    windows: [
      'Verbind de computer met *wifi*.',
      'Open *Instellingen*, *Netwerk en internet*, *Mobiel*, *eSIM-profielen*.',
      'Kies *Profiel toevoegen* en laat de camera de code zien.',
    ],
  },
  before: {
    title: 'Vooraf nagaan',
    checks: [
      'De telefoon is verbonden met *wifi*.',
      'Toets {dial} in: verschijnt een *EID*, dan werkt eSIM.',
      'De telefoon heeft geen simlock van een aanbieder.',
    ],
  },
  after: {
    title: 'Daarna',
    steps: [
      'Zet de nieuwe lijn aan en gebruik die voor mobiele data.',
      'Zet *Dataroaming* aan voor deze lijn.',
    ],
  },
  byHand: 'Zelf intypen',
  formOnIphone:
    'Open *Instellingen*, *Mobiel netwerk*, *Voeg eSIM toe*, *Gebruik QR-code*, *Voer gegevens handmatig in*.',
  server: 'SM-DP+-adres',
  activationCode: 'Activeringscode',
  wholeCode: 'Activeringscode',
  confirmation: 'De telefoon vraagt om een bevestigingscode. U krijgt die van het personeel.',
  push: {
    title: 'Uw iPhone krijgt de eSIM vanzelf',
    steps: [
      'Een melding zegt dat een mobiel abonnement klaarstaat. Tik erop.',
      'Tik in *Instellingen* op het abonnement en dan op *Ga door*.',
      'Na enkele minuten geen melding? Scan de code.',
    ],
  },
  order: 'Bestelling',
  keep: 'Houd dit voor uzelf: wie de code heeft, kan de eSIM gebruiken.',
  mail: {
    subject: 'Uw eSIM',
    link: 'Open deze link op uw iPhone:',
    byHand: 'Of typ het zelf in:',
  },
  check: 'Lukt het niet? Kijk dit na',
  voucher: 'Vouchercode',
  state: {
    waiting: 'Wachten op uw telefoon',
    onThePhone: 'Bijna klaar',
    installed: 'Geïnstalleerd. Goede reis!',
    gone: 'Deze eSIM kan niet meer worden geïnstalleerd. Vraag het personeel.',
  },
}
