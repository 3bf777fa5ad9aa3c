/** What a guest reads, in Spanish as it is written in Latin America, with the menus of a phone set to it. */
import type { GuestWords, Phone } from '../en/guest'

const device: Record<Phone, string> = {
  iphone: 'iPhone',
  samsung: 'Samsung',
  android: 'celular',
  windows: 'computadora',
}

export const es419: GuestWords = {
  name: 'Español (Latinoamérica)',
  lang: 'es-419',
  direction: 'ltr',
  more: 'Más',
  noFont: 'Esta computadora no puede mostrar este idioma.',
  choosePhone: '¿Qué celular?',
  phones: { iphone: 'iPhone', samsung: 'Samsung', android: 'Android', windows: 'Windows' },
  title: (phone) => `Instale la eSIM en su ${device[phone]}`,
  steps: {
    iphone: [
      'Conecte el iPhone a la red *Wi-Fi*.',
      'Abra la *Cámara* y apunte al código.',
      'Toque el mensaje que aparece y después *Continuar*.',
    ],
    samsung: [
      'Conecte el celular a la red *Wi-Fi*.',
      'Abra *Ajustes* o *Configuración*, *Conexiones*, *Administrador de SIM*, *Agregar eSIM*.',
      'Elija *Escanear código QR* y apunte al código.',
    ],
    android: [
      'Conecte el celular a la red *Wi-Fi*.',
      'Abra *Configuración*, *Internet y redes*, *SIMs*, *Insertar una tarjeta SIM*. ¿Otra marca? Busque eSIM en la configuración.',
      'Elija la eSIM, apunte al código y siga las indicaciones.',
    ],
    windows: [
      'Conecte la computadora a la red *Wi-Fi*.',
      'Abra *Configuración*, *Red e Internet*, *Celular*, *Perfiles eSIM*.',
      'Elija *Agregar perfil* y acerque el código a la cámara, o ingréselo a mano.',
    ],
  },
  before: {
    title: 'Antes de escanear',
    checks: [
      'El celular está conectado a la red *Wi-Fi*.',
      'Marque {dial}: si aparece un *EID*, el celular admite eSIM.',
      'El celular no está bloqueado por un operador.',
    ],
  },
  after: {
    title: 'Después',
    steps: [
      'Active la nueva línea y úsela para los datos móviles.',
      'Active el *Roaming de datos* en esta línea.',
    ],
  },
  byHand: 'Ingresar a mano',
  formOnIphone:
    'Abra *Configuración*, *Red celular* o *Celular*, *Agregar eSIM*, *Usar código QR*, *Ingresar detalles manualmente*.',
  server: 'Dirección SM-DP+',
  activationCode: 'Código de activación',
  wholeCode: 'Código de activación',
  confirmation: 'El celular pedirá un código de confirmación. El personal se lo dará.',
  push: {
    title: 'Su iPhone recibe la eSIM automáticamente',
    steps: [
      'Un mensaje avisa que hay un plan celular listo. Tóquelo.',
      'En *Configuración*, toque el plan y después *Continuar*.',
      '¿Ningún mensaje después de unos minutos? Escanee el código.',
    ],
  },
  order: 'Pedido',
  keep: 'No lo comparta: quien tenga el código puede usar la eSIM.',
  mail: {
    subject: 'Su eSIM',
    link: 'Abra este enlace en su iPhone:',
    byHand: 'O ingréselo a mano:',
  },
  check: '¿No funciona? Revise esto:',
  voucher: 'Código del cupón',
  state: {
    waiting: 'Esperando su dispositivo',
    onThePhone: 'Ya casi está',
    installed: 'Instalada. ¡Buen viaje!',
    gone: 'Esta eSIM ya no se puede instalar. Consulte al personal.',
  },
}
