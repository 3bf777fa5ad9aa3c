/** What a guest reads, in Polish. */
import type { GuestWords, Phone } from './en'

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
      'Proszę połączyć iPhone’a z siecią *Wi-Fi*.',
      'Proszę otworzyć *Aparat* i skierować go na kod.',
      'Proszę stuknąć *Plan komórkowy*, a potem *Dalej*.',
    ],
    samsung: [
      'Proszę połączyć telefon z siecią *Wi-Fi*.',
      'Proszę otworzyć *Ustawienia*, *Połączenia*, *Menedżer kart SIM*, *Dodaj eSIM*.',
      'Proszę wybrać *Skanuj kod QR* i skierować aparat na kod.',
    ],
    android: [
      'Proszę połączyć telefon z siecią *Wi-Fi*.',
      'Proszę otworzyć *Ustawienia*, *Sieć i internet*, *Karty SIM*, *Dodaj eSIM*.',
      'Proszę skierować aparat na kod, dalej prowadzi telefon.',
    ],
    windows: [
      'Proszę połączyć komputer z siecią *Wi-Fi*.',
      'Proszę otworzyć *Ustawienia*, *Sieć i Internet*, *Sieć komórkowa*, *Profile eSIM*.',
      'Proszę wybrać *Dodaj profil* i pokazać kod kamerze.',
    ],
  },
  before: {
    title: 'Przed skanowaniem',
    checks: [
      'Telefon jest połączony z siecią *Wi-Fi*.',
      'Proszę wybrać {dial}: jeśli pojawi się *EID*, eSIM zadziała.',
      'Telefon nie ma blokady operatora (simlock).',
    ],
  },
  after: {
    title: 'Po instalacji',
    steps: [
      'Proszę włączyć nową linię i używać jej do transmisji danych.',
      'Proszę włączyć *Roaming danych* dla tej linii.',
    ],
  },
  byHand: 'Wpisać ręcznie',
  formOnIphone:
    'Proszę otworzyć *Ustawienia*, *Sieć komórkowa*, *Dodaj eSIM*, *Użyj kodu QR*, *Wprowadź dane ręcznie*.',
  server: 'Adres SM-DP+',
  activationCode: 'Kod aktywacyjny',
  wholeCode: 'Kod aktywacyjny',
  confirmation: 'Telefon poprosi o kod potwierdzający. Poda go personel.',
  state: {
    waiting: 'Czekamy na telefon',
    onThePhone: 'Już prawie gotowe',
    installed: 'Zainstalowano. Udanej podróży!',
  },
}
