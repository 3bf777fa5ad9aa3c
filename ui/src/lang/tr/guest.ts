/** What a guest reads, in Turkish. */
import type { GuestWords, Phone } from '../en/guest'

const device: Record<Phone, string> = {
  iphone: 'iPhone’unuza',
  samsung: 'Samsung’unuza',
  android: 'telefonunuza',
  windows: 'bilgisayarınıza',
}

export const tr: GuestWords = {
  name: 'Türkçe',
  lang: 'tr',
  direction: 'ltr',
  more: 'Diğerleri',
  noFont: 'Bu bilgisayar bu dili gösteremiyor.',
  choosePhone: 'Hangi telefon?',
  phones: { iphone: 'iPhone', samsung: 'Samsung', android: 'Android', windows: 'Windows' },
  title: (phone) => `eSIM ${device[phone]} böyle yüklenir`,
  steps: {
    iphone: [
      'iPhone’u *Wi-Fi* ağına bağlayın.',
      '*Kamera*’yı açın ve koda doğrultun.',
      'Beliren bildirime, sonra *Sürdür*’e dokunun.',
    ],
    samsung: [
      'Telefonu *Wi-Fi* ağına bağlayın.',
      'Sırayla açın: *Ayarlar*, *Bağlantılar*, *SIM yöneticisi*, *eSIM ekle*.',
      '*QR kodunu tara*’yı seçin ve kamerayı koda doğrultun.',
    ],
    android: [
      'Telefonu *Kablosuz* ağa (Wi-Fi) bağlayın.',
      'Sırayla açın: *Ayarlar*, *Ağ ve internet*, *SIM’ler*, *SIM ekle*. Başka marka mı? Ayarlarda eSIM diye arayın.',
      'eSIM’i seçin, kamerayı koda doğrultun ve adımları izleyin.',
    ],
    windows: [
      'Bilgisayarı *Wi-Fi* ağına bağlayın.',
      'Sırayla açın: *Ayarlar*, *Ağ ve İnternet*, *Hücresel*, *eSIM profilleri*.',
      '*Profil ekle*’yi seçin ve kodu kameraya gösterin ya da elle girin.',
    ],
  },
  before: {
    title: 'Taramadan önce',
    checks: [
      'Telefon *Wi-Fi* ağına bağlı.',
      '{dial} tuşlayın: *EID* görünüyorsa telefon eSIM’i destekliyor.',
      'Telefon bir operatöre kilitli değil.',
    ],
  },
  after: {
    title: 'Sonra',
    steps: ['Yeni hattı açın ve mobil veri için bu hattı seçin.', 'Bu hat için *Veri dolaşımı*’nı açın.'],
  },
  byHand: 'Elle girin',
  formOnIphone: 'Sırayla açın: *Ayarlar*, *Hücresel*, *eSIM Ekle*, *QR Kodu Kullan*, *Ayrıntıları Elle Gir*.',
  server: 'SM-DP+ adresi',
  activationCode: 'Etkinleştirme kodu',
  wholeCode: 'Etkinleştirme kodu',
  confirmation: 'Telefon bir onay kodu isteyecek. Kodu görevliden alabilirsiniz.',
  push: {
    title: 'eSIM, iPhone’unuza otomatik olarak gelir',
    steps: [
      'Hücresel planın hazır olduğunu bildiren bir bildirim gelir. Dokunun.',
      '*Ayarlar*’da plana, sonra *Sürdür*’e dokunun.',
      'Birkaç dakikada bildirim gelmezse kodu okutun.',
    ],
  },
  order: 'Sipariş',
  keep: 'Kodu kimseyle paylaşmayın: kodu bilen eSIM’i kullanabilir.',
  mail: {
    subject: 'eSIM’iniz',
    link: 'Bu bağlantıyı iPhone’unuzda açın:',
    byHand: 'Ya da elle girin:',
  },
  check: 'Olmuyor mu? Şunları kontrol edin:',
  voucher: 'Kupon kodu',
  state: {
    waiting: 'Cihazınız bekleniyor',
    onThePhone: 'Neredeyse tamam',
    installed: 'Yüklendi. İyi yolculuklar!',
    gone: 'Bu eSIM artık yüklenemiyor. Lütfen görevliye sorun.',
  },
}
