/** What a guest reads, in German. */
import type { GuestWords, Phone } from '../en/guest'

const device: Record<Phone, string> = {
  iphone: 'Ihr iPhone',
  samsung: 'Ihr Samsung',
  android: 'Ihr Handy',
  windows: 'Ihren Computer',
}

export const de: GuestWords = {
  name: 'Deutsch',
  lang: 'de',
  direction: 'ltr',
  more: 'Weitere',
  noFont: 'Dieser Computer hat keine Schrift für diese Sprache.',
  choosePhone: 'Welches Handy?',
  phones: { iphone: 'iPhone', samsung: 'Samsung', android: 'Android', windows: 'Windows' },
  title: (phone) => `So kommt Ihre eSIM auf ${device[phone]}`,
  steps: {
    iphone: [
      'Verbinden Sie das iPhone mit dem *WLAN*.',
      'Öffnen Sie die *Kamera* und richten Sie sie auf den Code.',
      'Tippen Sie auf die Meldung und dann auf *Fortfahren*.',
    ],
    samsung: [
      'Verbinden Sie das Handy mit dem *WLAN*.',
      'Öffnen Sie *Einstellungen*, *Verbindungen*, *SIM-Manager*, *eSIM hinzufügen*.',
      'Wählen Sie *QR-Code scannen* und richten Sie die Kamera auf den Code.',
    ],
    android: [
      'Verbinden Sie das Handy mit dem *WLAN*.',
      'Öffnen Sie *Einstellungen*, *Netzwerk & Internet*, *SIM-Karten*, *SIM-Karte hinzufügen*. Andere Marke? Suchen Sie in den Einstellungen nach eSIM.',
      'Wählen Sie eSIM, richten Sie die Kamera auf den Code und folgen Sie den Schritten.',
    ],
    windows: [
      'Verbinden Sie den Computer mit dem *WLAN*.',
      'Öffnen Sie *Einstellungen*, *Netzwerk und Internet*, *Mobilfunk*, *eSIM-Profile*.',
      'Wählen Sie *Profil hinzufügen* und halten Sie den Code vor die Kamera, oder geben Sie ihn ein.',
    ],
  },
  before: {
    title: 'Vorher prüfen',
    checks: [
      'Das Handy ist im *WLAN*.',
      'Tippen Sie in der Telefon-App {dial}: Mit *EID* ist eSIM möglich.',
      'Das Handy hat keine Anbietersperre (SIM-Lock).',
    ],
  },
  after: {
    title: 'Danach',
    steps: [
      'Schalten Sie die neue Leitung ein und nutzen Sie sie für mobile Daten.',
      'Erlauben Sie *Datenroaming* für diese Leitung.',
    ],
  },
  byHand: 'Von Hand eingeben',
  formOnIphone:
    'Öffnen Sie *Einstellungen*, *Mobilfunk*, *eSIM hinzufügen*, *QR-Code verwenden*, *Details manuell eingeben*.',
  server: 'SM-DP+-Adresse',
  activationCode: 'Aktivierungscode',
  wholeCode: 'Aktivierungscode',
  confirmation: 'Das Handy fragt nach einem Bestätigungscode. Sie bekommen ihn vom Personal.',
  push: {
    title: 'Ihr iPhone bekommt die eSIM automatisch',
    steps: [
      'Eine Mitteilung meldet einen bereiten Mobilfunktarif. Tippen Sie darauf.',
      'Tippen Sie in *Einstellungen* auf den Tarif, dann auf *Fortfahren*.',
      'Nach einigen Minuten keine Mitteilung? Scannen Sie den Code.',
    ],
  },
  order: 'Bestellung',
  keep: 'Nur für Sie: Wer den Code hat, kann die eSIM benutzen.',
  mail: {
    subject: 'Ihre eSIM',
    link: 'Öffnen Sie diesen Link auf Ihrem iPhone:',
    byHand: 'Oder von Hand eingeben:',
  },
  check: 'Klappt es nicht? Bitte prüfen:',
  voucher: 'Gutscheincode',
  state: {
    waiting: 'Wir warten auf Ihr Gerät',
    onThePhone: 'Gleich geschafft',
    installed: 'Installiert. Gute Reise!',
    gone: 'Diese eSIM kann nicht mehr installiert werden. Bitte fragen Sie das Personal.',
  },
}
