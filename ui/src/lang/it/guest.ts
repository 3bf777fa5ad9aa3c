/** What a guest reads, in Italian. */
import type { GuestWords, Phone } from '../en/guest'

const device: Record<Phone, string> = {
  iphone: 'iPhone',
  samsung: 'Samsung',
  android: 'telefono',
  windows: 'computer',
}

export const it: GuestWords = {
  name: 'Italiano',
  lang: 'it',
  direction: 'ltr',
  more: 'Altre',
  noFont: 'Questo computer non può mostrare questa lingua.',
  choosePhone: 'Quale telefono?',
  phones: { iphone: 'iPhone', samsung: 'Samsung', android: 'Android', windows: 'Windows' },
  title: (phone) => `Come installare la eSIM sul suo ${device[phone]}`,
  steps: {
    iphone: [
      'Colleghi l’iPhone al *Wi-Fi*.',
      'Apra la *Fotocamera* e inquadri il codice.',
      'Tocchi il messaggio che appare e poi *Continua*.',
    ],
    samsung: [
      'Colleghi il telefono al *Wi-Fi*.',
      'Apra *Impostazioni*, *Connessioni*, *Gestione SIM*, *Aggiungi eSIM*.',
      'Scelga *Scansiona codice QR* e inquadri il codice.',
    ],
    android: [
      'Colleghi il telefono al *Wi-Fi*.',
      'Apra *Impostazioni*, *Rete e internet*, *SIM*, *Aggiungi SIM*. Altra marca? Cerchi eSIM nelle impostazioni.',
      'Scelga la eSIM, inquadri il codice e segua le istruzioni.',
    ],
    windows: [
      'Colleghi il computer al *Wi-Fi*.',
      'Apra *Impostazioni*, *Rete e Internet*, *Cellulare*, *Profili eSIM*.',
      'Scelga *Aggiungi profilo* e mostri il codice alla fotocamera, oppure lo inserisca a mano.',
    ],
  },
  before: {
    title: 'Prima di iniziare',
    checks: [
      'Il telefono è collegato al *Wi-Fi*.',
      'Digiti {dial}: se appare un *EID*, la eSIM è supportata.',
      'Il telefono non è bloccato da un operatore.',
    ],
  },
  after: {
    title: 'Dopo',
    steps: [
      'Attivi la nuova linea e la usi per i dati mobili.',
      'Attivi il *Roaming dati* per questa linea.',
    ],
  },
  byHand: 'Inserire a mano',
  formOnIphone:
    'Apra *Impostazioni*, *Cellulare*, *Aggiungi eSIM*, *Usa codice QR*, *Inserisci dettagli manualmente*.',
  server: 'Indirizzo SM-DP+',
  activationCode: 'Codice di attivazione',
  wholeCode: 'Codice di attivazione',
  confirmation: 'Il telefono chiederà un codice di conferma. Glielo darà il personale.',
  push: {
    title: 'Il suo iPhone riceve la eSIM automaticamente',
    steps: [
      'Una notifica avvisa che un piano cellulare è pronto. La tocchi.',
      'In *Impostazioni* tocchi il piano e poi *Continua*.',
      'Nessuna notifica dopo qualche minuto? Inquadri il codice.',
    ],
  },
  order: 'Ordine',
  keep: 'Lo tenga per sé: chi ha il codice può usare la eSIM.',
  mail: {
    subject: 'La sua eSIM',
    link: 'Apra questo link sul suo iPhone:',
    byHand: 'Oppure inserisca a mano:',
  },
  check: 'Non funziona? Controlli questo:',
  voucher: 'Codice voucher',
  state: {
    waiting: 'In attesa del suo dispositivo',
    onThePhone: 'Ci siamo quasi',
    installed: 'Installata. Buon viaggio!',
    gone: 'Questa eSIM non si può più installare. Chieda al personale.',
  },
}
