/** What a guest reads, in French. */
import type { GuestWords, Phone } from '../en/guest'

const device: Record<Phone, string> = {
  iphone: 'iPhone',
  samsung: 'Samsung',
  android: 'téléphone',
  windows: 'ordinateur',
}

export const fr: GuestWords = {
  name: 'Français',
  lang: 'fr',
  direction: 'ltr',
  more: 'Plus',
  noFont: 'Cet ordinateur ne peut pas afficher cette langue.',
  choosePhone: 'Quel téléphone ?',
  phones: { iphone: 'iPhone', samsung: 'Samsung', android: 'Android', windows: 'Windows' },
  title: (phone) => `Installez l’eSIM sur votre ${device[phone]}`,
  steps: {
    iphone: [
      'Connectez l’iPhone au *Wi-Fi*.',
      'Ouvrez l’*Appareil photo* et visez le code.',
      'Touchez *Forfait cellulaire*, puis *Continuer*.',
    ],
    samsung: [
      'Connectez le téléphone au *Wi-Fi*.',
      'Ouvrez *Paramètres*, *Connexions*, *Gestionnaire SIM*, *Ajouter une eSIM*.',
      'Choisissez *Scanner le code QR* et visez le code.',
    ],
    android: [
      'Connectez le téléphone au *Wi-Fi*.',
      'Ouvrez *Paramètres*, *Réseau et Internet*, *Cartes SIM*, *Ajouter une eSIM*.',
      'Visez le code, puis suivez le téléphone.',
    ],
    windows: [
      'Connectez l’ordinateur au *Wi-Fi*.',
      'Ouvrez *Paramètres*, *Réseau et Internet*, *Cellulaire*, *Profils eSIM*.',
      'Choisissez *Ajouter un profil* et montrez le code à la caméra.',
    ],
  },
  before: {
    title: 'Avant de scanner',
    checks: [
      'Le téléphone est en *Wi-Fi*.',
      'Composez {dial} : si un *EID* s’affiche, l’eSIM est possible.',
      'Le téléphone n’est pas bloqué par un opérateur.',
    ],
  },
  after: {
    title: 'Ensuite',
    steps: [
      'Activez la nouvelle ligne et utilisez-la pour les données mobiles.',
      'Activez *Données à l’étranger* (ou *Itinérance des données*).',
    ],
  },
  byHand: 'Saisir à la main',
  formOnIphone:
    'Ouvrez *Réglages*, *Données cellulaires*, *Ajouter une eSIM*, *Utiliser un code QR*, *Saisir les détails manuellement*.',
  server: 'Adresse SM-DP+',
  activationCode: 'Code d’activation',
  wholeCode: 'Code d’activation',
  confirmation: 'Le téléphone demandera un code de confirmation. Le personnel vous le donnera.',
  push: {
    title: 'Votre iPhone reçoit l’eSIM tout seul',
    steps: [
      'Un message annonce qu’un forfait cellulaire est prêt. Touchez-le.',
      'Dans *Réglages*, touchez le forfait, puis *Continuer*.',
      'Pas de message après quelques minutes ? Scannez le code.',
    ],
  },
  order: 'Commande',
  keep: 'Gardez ceci pour vous : qui a le code peut utiliser l’eSIM.',
  mail: {
    subject: 'Votre eSIM',
    link: 'Ouvrez ce lien sur votre iPhone :',
    byHand: 'Ou saisissez à la main :',
  },
  check: 'Cela ne fonctionne pas ? Vérifiez',
  voucher: 'Code du bon',
  state: {
    waiting: 'En attente de votre téléphone',
    onThePhone: 'Encore un instant',
    installed: 'Installée. Bon voyage !',
    gone: 'Cette eSIM ne peut plus être installée. Adressez-vous au personnel.',
  },
}
