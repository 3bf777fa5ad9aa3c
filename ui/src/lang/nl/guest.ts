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
      'Verbind de iPhone met *Wifi*.',
      'Open de *Camera* en richt die op de code.',
      'Tik op de melding en dan op *Ga door*.',
    ],
    samsung: [
      'Verbind de telefoon met *Wifi*.',
      'Open *Instellingen*, *Verbindingen*, *SIM-beheer* (of *SIM-kaartbeheer*), *eSIM toevoegen*.',
      'Kies *QR-code scannen* en richt de camera op de code.',
    ],
    android: [
      'Verbind de telefoon met *Wifi*.',
      'Open *Instellingen*, *Netwerk en internet*, *Simkaarten*, *Simkaart toevoegen*. Ander merk? Zoek in de instellingen naar eSIM.',
      'Kies de eSIM, richt de camera op de code en volg de stappen.',
    ],
    windows: [
      'Verbind de computer met *Wifi*.',
      'Open *Instellingen*, *Netwerk en internet*, *Mobiel*, *eSIM-profielen*.',
      'Kies *Profiel toevoegen* en houd de code voor de camera, of typ hem in.',
    ],
  },
  before: {
    title: 'Eerst controleren',
    checks: [
      'De telefoon is verbonden met *Wifi*.',
      'Toets {dial} in: bij een *EID* ondersteunt de telefoon eSIM.',
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
    title: 'Uw iPhone krijgt de eSIM automatisch',
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
  check: 'Lukt het niet? Controleer dit:',
  voucher: 'Vouchercode',
  state: {
    waiting: 'Wachten op uw apparaat',
    onThePhone: 'Bijna klaar',
    installed: 'Geïnstalleerd. Goede reis!',
    gone: 'Deze eSIM kan niet meer worden geïnstalleerd. Vraag het aan het personeel.',
  },
}
