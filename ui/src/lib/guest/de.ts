/** What a guest reads, in German. */
import type { GuestWords } from './en'

export const de: GuestWords = {
  name: 'Deutsch',
  direction: 'ltr',
  choosePhone: 'Welches Handy?',
  phones: { iphone: 'iPhone', samsung: 'Samsung', android: 'Android', windows: 'Windows' },
  steps: {
    iphone: [
      'Verbinden Sie das iPhone mit dem *WLAN*.',
      'Öffnen Sie die *Kamera* und richten Sie sie auf den Code.',
      'Tippen Sie auf *Mobilfunktarif* und dann auf *Fortfahren*.',
    ],
    samsung: [
      'Verbinden Sie das Handy mit dem *WLAN*.',
      'Öffnen Sie *Einstellungen*, *Verbindungen*, *SIM-Manager*, *eSIM hinzufügen*.',
      'Wählen Sie *QR-Code scannen* und richten Sie die Kamera auf den Code.',
    ],
    android: [
      'Verbinden Sie das Handy mit dem *WLAN*.',
      'Öffnen Sie *Einstellungen*, *Netzwerk & Internet*, *SIMs*, *eSIM hinzufügen*.',
      'Richten Sie die Kamera auf den Code und folgen Sie dem Handy.',
    ],
    windows: [
      'Verbinden Sie den Computer mit dem *WLAN*.',
      'Öffnen Sie *Einstellungen*, *Netzwerk und Internet*, *Mobilfunk*, *eSIM-Profile*.',
      'Wählen Sie *Profil hinzufügen* und zeigen Sie der Kamera den Code.',
    ],
  },
  byHand: 'Kamera geht nicht? Von Hand eingeben',
  server: 'SM-DP+-Adresse',
  activationCode: 'Aktivierungscode',
  wholeCode: 'Aktivierungscode (in einem Feld)',
  confirmation: 'Das Handy fragt nach einem Bestätigungscode. Sie bekommen ihn vom Personal.',
}
