/** What a guest reads, in Spanish. */
import type { GuestWords, Phone } from '../en/guest'

const device: Record<Phone, string> = {
  iphone: 'iPhone',
  samsung: 'Samsung',
  android: 'móvil',
  windows: 'ordenador',
}

export const es: GuestWords = {
  name: 'Español',
  lang: 'es',
  direction: 'ltr',
  more: 'Más',
  noFont: 'Este ordenador no puede mostrar este idioma.',
  choosePhone: '¿Qué móvil?',
  phones: { iphone: 'iPhone', samsung: 'Samsung', android: 'Android', windows: 'Windows' },
  title: (phone) => `Instale la eSIM en su ${device[phone]}`,
  steps: {
    iphone: [
      'Conecte el iPhone a la red *Wi-Fi*.',
      'Abra la *Cámara* y apunte al código.',
      'Toque el mensaje que aparece y después *Continuar*.',
    ],
    samsung: [
      'Conecte el móvil a la red *Wi-Fi*.',
      'Abra *Ajustes*, *Conexiones*, *Administrador de SIM*, *Añadir eSIM*.',
      'Elija *Escanear código QR* y apunte al código.',
    ],
    android: [
      'Conecte el móvil a la red *Wi-Fi*.',
      'Abra *Ajustes*, *Redes e Internet*, *SIMs*, *Añadir SIM*. ¿Otra marca? Busque eSIM en Ajustes.',
      'Elija la eSIM, apunte al código y siga las indicaciones.',
    ],
    windows: [
      'Conecte el ordenador a la red *Wi-Fi*.',
      'Abra *Configuración*, *Red e Internet*, *Red de telefonía móvil*, *Perfiles eSIM*.',
      'Elija *Agregar perfil* y acerque el código a la cámara, o introdúzcalo a mano.',
    ],
  },
  before: {
    title: 'Antes de escanear',
    checks: [
      'El móvil está conectado a la red *Wi-Fi*.',
      'Marque {dial}: si aparece un *EID*, el móvil admite eSIM.',
      'El móvil no está bloqueado por un operador.',
    ],
  },
  after: {
    title: 'Después',
    steps: [
      'Active la nueva línea y úsela para los datos móviles.',
      'Active la *Itinerancia de datos* (o *Roaming*) en esta línea.',
    ],
  },
  byHand: 'Introducir a mano',
  formOnIphone:
    'Abra *Ajustes*, *Datos móviles*, *Añadir eSIM*, *Usar código QR*, *Introducir detalles manualmente*.',
  server: 'Dirección SM-DP+',
  activationCode: 'Código de activación',
  wholeCode: 'Código de activación',
  confirmation: 'El móvil pedirá un código de confirmación. El personal se lo dará.',
  push: {
    title: 'Su iPhone recibe la eSIM automáticamente',
    steps: [
      'Un mensaje avisa de que hay un plan móvil listo. Tóquelo.',
      'En *Ajustes*, toque el plan y después *Continuar*.',
      '¿Ningún mensaje tras unos minutos? Escanee el código.',
    ],
  },
  order: 'Pedido',
  keep: 'No lo comparta: quien tenga el código puede usar la eSIM.',
  mail: {
    subject: 'Su eSIM',
    link: 'Abra este enlace en su iPhone:',
    byHand: 'O introdúzcalo a mano:',
  },
  check: '¿No funciona? Compruebe esto:',
  voucher: 'Código del cupón',
  state: {
    waiting: 'Esperando a su dispositivo',
    onThePhone: 'Ya casi está',
    installed: 'Instalada. ¡Buen viaje!',
    gone: 'Esta eSIM ya no se puede instalar. Consulte al personal.',
  },
}
