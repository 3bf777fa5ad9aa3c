/** What a guest reads, in Polish. Infinitives are polite there without a word more. */
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
      'Połączyć iPhone’a z siecią *Wi-Fi*.',
      'Otworzyć *Aparat* i skierować go na kod.',
      'Stuknąć *Plan komórkowy*, a potem *Dalej*.',
    ],
    samsung: [
      'Połączyć telefon z siecią *Wi-Fi*.',
      'Otworzyć *Ustawienia*, *Połączenia*, *Menedżer kart SIM*, *Dodaj eSIM*.',
      'Wybrać *Skanuj kod QR* i skierować aparat na kod.',
    ],
    android: [
      'Połączyć telefon z siecią *Wi-Fi*.',
      'Otworzyć *Ustawienia*, *Sieć i internet*, *Karty SIM*, *Dodaj eSIM*.',
      'Skierować aparat na kod, dalej poprowadzi telefon.',
    ],
    windows: [
      'Połączyć komputer z siecią *Wi-Fi*.',
      'Otworzyć *Ustawienia*, *Sieć i Internet*, *Sieć komórkowa*, *Profile eSIM*.',
      'Wybrać *Dodaj profil* i pokazać kod kamerze.',
    ],
  },
  before: {
    title: 'Najpierw',
    checks: [
      'Telefon jest połączony z siecią *Wi-Fi*.',
      'Wybrać {dial}: jeśli pojawi się *EID*, eSIM zadziała.',
      'Telefon nie ma blokady operatora (simlock).',
    ],
  },
  after: {
    title: 'Potem',
    steps: [
      'Włączyć nową linię i używać jej do transmisji danych.',
      'Włączyć *Roaming danych* dla tej linii.',
    ],
  },
  byHand: 'Wpisać ręcznie',
  formOnIphone:
    'Otworzyć *Ustawienia*, *Sieć komórkowa*, *Dodaj eSIM*, *Użyj kodu QR*, *Wprowadź dane ręcznie*.',
  server: 'Adres SM-DP+',
  activationCode: 'Kod aktywacyjny',
  wholeCode: 'Kod aktywacyjny',
  confirmation: 'Telefon poprosi o kod potwierdzający. Poda go personel.',
  push: {
    title: 'iPhone dostanie eSIM sam',
    steps: [
      'Komunikat powie, że plan komórkowy jest gotowy. Stuknąć go.',
      'W *Ustawieniach* stuknąć plan, a potem *Dalej*.',
      'Po kilku minutach brak komunikatu? Zeskanować kod.',
    ],
  },
  order: 'Zamówienie',
  keep: 'Tylko dla Państwa: kto ma kod, może użyć eSIM.',
  mail: {
    subject: 'Państwa eSIM',
    link: 'Ten link otworzyć na iPhonie:',
    byHand: 'Albo wpisać ręcznie:',
  },
  check: 'Nie działa? Warto sprawdzić',
  voucher: 'Kod vouchera',
  state: {
    waiting: 'Czekamy na telefon',
    onThePhone: 'Już prawie gotowe',
    installed: 'Zainstalowano. Udanej podróży!',
    gone: 'Tej karty eSIM nie można już zainstalować. Prosimy zapytać personel.',
  },
}
