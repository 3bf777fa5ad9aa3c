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
  more: 'Autres',
  noFont: 'Cet ordinateur ne peut pas afficher cette langue.',
  choosePhone: 'Quel téléphone ?',
  phones: { iphone: 'iPhone', samsung: 'Samsung', android: 'Android', windows: 'Windows' },
  title: (phone) => `Installez l’eSIM sur votre ${device[phone]}`,
  steps: {
    iphone: [
      'Connectez l’iPhone au *Wi-Fi*.',
      'Ouvrez l’*Appareil photo* et visez le code.',
      'Touchez le message qui s’affiche, puis *Continuer*.',
    ],
    samsung: [
      'Connectez le téléphone au *Wi-Fi*.',
      'Ouvrez *Paramètres*, *Connexions*, *Gestionnaire SIM* (ou *de carte SIM*), *Ajouter une eSIM*.',
      'Choisissez *Scanner le code QR* et visez le code.',
    ],
    android: [
      'Connectez le téléphone au *Wi-Fi*.',
      'Ouvrez *Paramètres*, *Réseau et Internet*, *Cartes SIM*, *Ajouter une carte SIM*. Autre marque ? Cherchez eSIM dans les paramètres.',
      'Choisissez l’eSIM, visez le code et suivez les instructions.',
    ],
    windows: [
      'Connectez l’ordinateur au *Wi-Fi*.',
      'Ouvrez *Paramètres*, *Réseau et Internet*, *Cellulaire*, *Profils eSIM*.',
      'Choisissez *Ajouter un profil* et présentez le code à la caméra, ou saisissez-le.',
    ],
  },
  before: {
    title: 'Avant de scanner',
    checks: [
      'Le téléphone est en *Wi-Fi*.',
      'Composez {dial} : si un *EID* s’affiche, le téléphone accepte l’eSIM.',
      'Le téléphone n’est pas verrouillé par un opérateur.',
    ],
  },
  after: {
    title: 'Ensuite',
    steps: [
      'Activez la nouvelle ligne et utilisez-la pour les données mobiles.',
      'Activez *Données à l’étranger* (ou *Itinérance*) pour cette ligne.',
    ],
  },
  byHand: 'Saisie manuelle',
  formOnIphone:
    'Ouvrez *Réglages*, *Données cellulaires*, *Ajouter une eSIM*, *Utiliser un code QR*, *Saisir les détails manuellement*.',
  server: 'Adresse SM-DP+',
  activationCode: 'Code d’activation',
  wholeCode: 'Code d’activation',
  confirmation: 'Le téléphone demandera un code de confirmation. Le personnel vous le donnera.',
  push: {
    title: 'Votre iPhone reçoit l’eSIM automatiquement',
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
    byHand: 'Ou saisie manuelle :',
  },
  check: 'Cela ne fonctionne pas ? Vérifiez ceci :',
  voucher: 'Code du bon',
  state: {
    waiting: 'En attente de votre appareil',
    onThePhone: 'Encore un instant',
    installed: 'Installée. Bon voyage !',
    gone: 'Cette eSIM ne peut plus être installée. Adressez-vous au personnel.',
  },
}
