/** What a guest reads, in Polish. The imperative, as the phones themselves have it, is polite in instructions. */
import type { GuestWords, Phone } from '../en/guest'

const device: Record<Phone, string> = {
  iphone: 'iPhonie',
  samsung: 'telefonie Samsung',
  android: 'telefonie',
  windows: 'komputerze',
}

export const pl: GuestWords = {
  name: 'Polski',
  lang: 'pl',
  direction: 'ltr',
  more: 'Więcej',
  noFont: 'Ten komputer nie może wyświetlić tego języka.',
  choosePhone: 'Jaki telefon?',
  phones: { iphone: 'iPhone', samsung: 'Samsung', android: 'Android', windows: 'Windows' },
  title: (phone) => `Jak zainstalować eSIM na ${device[phone]}`,
  steps: {
    iphone: [
      'Połącz iPhone’a z siecią *Wi-Fi*.',
      'Otwórz *Aparat* i skieruj go na kod.',
      'Stuknij w komunikat, a potem w *Dalej*.',
    ],
    samsung: [
      'Połącz telefon z siecią *Wi-Fi*.',
      'Otwórz *Ustawienia*, *Połączenia*, *Menedżer SIM* (lub *Menedżer kart SIM*), *Dodaj eSIM*.',
      'Wybierz *Skanuj kod QR* i skieruj aparat na kod.',
    ],
    android: [
      'Połącz telefon z siecią *Wi-Fi*.',
      'Otwórz *Ustawienia*, *Sieć i internet*, *Karty SIM*, *Dodaj kartę SIM*. Inna marka? Wyszukaj eSIM w ustawieniach.',
      'Wybierz eSIM, skieruj aparat na kod i postępuj według wskazówek.',
    ],
    windows: [
      'Połącz komputer z siecią *Wi-Fi*.',
      'Otwórz *Ustawienia*, *Sieć i Internet*, *Sieć komórkowa*, *Profile eSIM*.',
      'Wybierz *Dodaj profil* i pokaż kod kamerze albo go wpisz.',
    ],
  },
  before: {
    title: 'Przed skanowaniem',
    checks: [
      'Telefon jest połączony z siecią *Wi-Fi*.',
      'Wpisz {dial} w aplikacji Telefon: *EID* oznacza obsługę eSIM.',
      'Telefon nie ma blokady operatora (simlock).',
    ],
  },
  after: {
    title: 'Po instalacji',
    steps: ['Włącz nową linię i używaj jej do transmisji danych.', 'Włącz *Roaming danych* dla tej linii.'],
  },
  byHand: 'Wpisz ręcznie',
  formOnIphone:
    'Otwórz *Ustawienia*, *Sieć komórkowa*, *Dodaj eSIM*, *Użyj kodu QR*, *Wprowadź dane ręcznie*.',
  server: 'Adres SM-DP+',
  activationCode: 'Kod aktywacyjny',
  wholeCode: 'Kod aktywacyjny',
  confirmation: 'Telefon poprosi o kod potwierdzający. Poda go personel.',
  push: {
    title: 'iPhone sam otrzyma kartę eSIM',
    steps: [
      'Pojawi się komunikat, że plan komórkowy jest gotowy. Stuknij w niego.',
      'W *Ustawieniach* stuknij w plan, a potem w *Dalej*.',
      'Po kilku minutach brak komunikatu? Zeskanuj kod.',
    ],
  },
  order: 'Zamówienie',
  keep: 'Nie udostępniaj kodu: kto go ma, może użyć eSIM.',
  mail: {
    subject: 'Twoja karta eSIM',
    link: 'Otwórz ten link na iPhonie:',
    byHand: 'Albo wpisz ręcznie:',
  },
  check: 'Nie działa? Warto sprawdzić:',
  voucher: 'Kod vouchera',
  state: {
    waiting: 'Czekamy na urządzenie',
    onThePhone: 'Już prawie gotowe',
    installed: 'Zainstalowano. Udanej podróży!',
    gone: 'Tej karty eSIM nie można już zainstalować. Zapytaj personel.',
  },
}
