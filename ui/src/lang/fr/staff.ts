/** Every word the staff read, in French. */
import type { Failure } from '../../backend/bindings'
import type { Messages } from '../en/staff'

/** L’heure de cet ordinateur : qui la lit voit si elle est fausse. */
const clock = () => new Date().toLocaleString('fr-FR', { dateStyle: 'long', timeStyle: 'short' })

/** In French, none is singular too. */
const plural = (n: number, one: string, many: string) => `${n} ${n < 2 ? one : many}`

const bookFacts: Partial<Record<Extract<Failure, { kind: 'book' }>['why'], string>> = {
  disk_full: 'Le disque est plein. Libérez de l’espace.',
  read_only: 'Demandez au service informatique le droit d’écrire dans le dossier de données.',
  rebuilt: 'Le registre des commandes était endommagé et vient d’être réparé.',
  busy: 'Le registre des commandes est occupé.',
  other: 'La commande n’a pas pu être enregistrée.',
}

export const fr: Messages = {
  app: 'eSIM Desk',
  language: 'Français',
  close: 'Fermer',
  yes: 'Oui',
  no: 'Non',
  cancel: 'Annuler',
  back: 'Retour',
  tryAgain: 'Réessayer',
  pressMissed:
    'Non pris en compte : d’autres touches sont arrivées en même temps, comme d’un lecteur. Appuyez à nouveau.',
  optional: 'facultatif',
  clearChoice: 'Appuyez de nouveau sur la réponse choisie pour l’effacer.',
  copied: 'Copié',
  reference: 'Référence',
  copyReference: 'Copier la référence',
  theService: 'Le fournisseur eSIM indique :',
  yourKeys: { esc: 'Échap', ctrl: 'Ctrl' },
  helper: (who) => `Qui peut aider\u00a0: ${who}`,

  demo: {
    banner: 'Démo : rien n’est acheté et les codes ne fonctionnent pas sur de vrais téléphones.',
    leave: 'Quitter la démo',
    sample: 'SPÉCIMEN (SAMPLE)',
  },

  copyStillThere:
    'Le code copié est peut-être encore dans le presse-papiers. Copiez autre chose pour le remplacer.',

  menu: {
    label: 'Menu principal',
    sell: 'Vendre',
    orders: 'Commandes',
    settings: 'Réglages',
    newSale: 'Nouvelle vente',
    keys: 'Touches',
    connected: 'Connecté',
    notAsked: 'Pas encore vérifié',
    offline: (since) => `Hors ligne depuis ${since}`,
    trouble: (since) => `Problèmes depuis ${since}`,
    signedOut: 'Déconnecté',
    inProgress: (n) => plural(n, 'commande en cours', 'commandes en cours'),
    elsewhere: (n) => `${n} avec un autre compte`,
  },

  welcome: {
    title: 'Bienvenue dans eSIM Desk',
    lead: 'Vendez une eSIM et remettez-la en moins d’une minute.',
    demoTitle: 'Essayer la démo',
    demoBody: 'Vendre, attendre, scanner, comme en vrai. Rien n’est acheté. Sans compte et sans internet.',
    demoButton: 'Lancer la démo',
    connectTitle: 'Connecter notre compte',
    connectBody:
      'Il vous faut l’identifiant client et le secret que le fournisseur eSIM a donnés à votre entreprise. Ils restent dans le trousseau de cet ordinateur.',
    connectButton: 'Connecter',
    languages: 'Langue',
    opening: 'Ouverture de votre compte …',
    openingBody: 'Ouverture du trousseau. Votre ordinateur vous demandera peut-être de le déverrouiller.',
  },

  account: {
    title: 'Connecter notre compte',
    again: 'Se reconnecter',
    why: {
      network_changed:
        'Le proxy ou les certificats ont été modifiés dans les réglages. Saisissez à nouveau le secret, ou annulez la modification.',
      secret_missing: 'Le secret n’est pas dans le trousseau de cet ordinateur. Saisissez-le à nouveau.',
      refused: 'Le fournisseur eSIM n’accepte plus le secret. Réessayez, ou saisissez le secret actuel.',
      token_expired: 'Le jeton d’accès a expiré. Saisissez-en un nouveau.',
    },
    tryKept: 'Réessayer avec celui qui est enregistré',
    service: 'Fournisseur eSIM',
    production: 'Réel (production)',
    productionHint: 'Vraies commandes, facturées à votre compte.',
    preProduction: 'Test (préproduction)',
    preProductionHint: 'Pour essayer : tout y est effacé toutes les 72 heures.',
    other: 'Une autre adresse',
    advanced: 'Options avancées',
    address: 'Adresse du fournisseur eSIM',
    addressHint: 'Telle que le fournisseur eSIM l’a donnée, commençant par https://',
    credentials: 'Comment se connecter',
    byClient: 'Identifiant client et secret',
    byToken: 'Jeton d’accès',
    clientId: 'Identifiant client',
    secret: 'Secret client',
    tokenHint:
      'Pratique pour un essai rapide : un jeton expire, souvent après quelques minutes. Nous vous le dirons.',
    tokenName: 'Nom de ce compte',
    token: 'Jeton d’accès',
    deskName: 'Nom de ce poste',
    deskNameHint: 'Par exemple : Hôtel Miramar, réception',
    country: 'Pays de ce poste',
    countryHint: 'Envoyé avec chaque commande.',
    chooseCountry: 'Choisissez un pays',
    severalDesks: 'Ce compte sert-il aussi à d’autres postes ?',
    severalDesksHint:
      'Si la connexion se coupe pendant une commande, l’application vous demandera alors au lieu de décider seule.',
    check: 'Vérifier et enregistrer',
    checking: 'Vérification auprès du fournisseur eSIM …',
    where:
      'Nous vérifions d’abord auprès du fournisseur eSIM. Le secret est ensuite gardé dans le trousseau de cet ordinateur et n’est plus jamais affiché.',
    untilClose: 'Le garder seulement jusqu’à la fermeture de l’application',
    untilCloseNote: 'Le secret sera gardé seulement jusqu’à la fermeture de l’application.',
    locked: 'Votre compte est là, mais son mot de passe est verrouillé',
  },

  sell: {
    title: 'Vendre une eSIM',
    several: 'Plusieurs à la fois',
    search: 'Rechercher un forfait',
    searchHint: 'Pays, forfait ou données',
    count: (shown, all) => `${shown} sur ${plural(all, 'forfait', 'forfaits')}`,
    filters: 'Filtres',
    order: 'Trier les forfaits par',
    orders: {
      usual: 'Les plus vendus',
      price: 'Prix',
      per_gb: 'Prix par GB',
      per_day: 'Prix par jour',
      data: 'Plus de données',
      days: 'Plus de jours',
    },
    upToAWeek: 'Jusqu’à 7 jours',
    someWeeks: '8 à 29 jours',
    monthAndMore: '30 jours et plus',
    fiveAndMore: '5 GB et plus',
    plans: 'Forfaits',
    loading: 'Chargement des forfaits …',
    none: 'Aucun forfait trouvé',
    noneBody: 'Essayez une région, comme Europe ou Monde, ou effacez les filtres.',
    clear: 'Effacer la recherche et les filtres',
    noPlans: 'Ce compte n’a aucun forfait eSIM',
    noPlansBody: 'Demandez au fournisseur eSIM d’ajouter des forfaits à votre compte, puis rechargez.',
    readAgain: 'Recharger',
    unreadable: (n) =>
      `${plural(n, 'forfait était illisible et n’est pas affiché', 'forfaits étaient illisibles et ne sont pas affichés')}.`,
    unlimited: 'Illimité',
    dataUnknown: 'Données non précisées',
    perGb: (price) => `${price} par GB`,
    perDay: (price) => `${price} par jour`,
    noPrice: 'Sans prix',
    favourite: (plan) => `Favori\u00a0: ${plan}`,
    chosen: 'Forfait choisi',
    otherPlan: 'Choisir un autre forfait',
    days: (n) => plural(n, 'jour', 'jours'),
    months: (n) => plural(n, 'mois', 'mois'),

    forWhom: 'Pour qui ?',
    email: 'E-mail du client',
    firstName: 'Prénom',
    lastName: 'Nom',
    residence: 'Pays de résidence',
    noResidence: 'Non précisé',
    starts: 'Début',
    startNow: 'Maintenant',
    startOnDate: 'À une date',
    startFirstUse: 'À la première utilisation',
    counts: {
      now: 'Les jours comptent tout de suite.',
      on_date: 'Les jours comptent dès ce jour, à 0\u00a0h.',
      first_use: 'Les jours comptent dès le premier usage des données.',
    },
    date: 'Premier jour',
    phone: 'Téléphone',
    phones: { iphone: 'iPhone', samsung: 'Samsung', other: 'Autre' },
    phoneCheck:
      'Avant de vendre\u00a0: sur le téléphone, *#06# doit afficher un EID, et aucun opérateur ne doit l’avoir verrouillé.',
    aboutPhone: 'À propos du téléphone',
    aboutPhoneSaid: 'rempli',
    aboutIphone: 'EID pour l’envoi direct',
    aboutOther: 'modèle et IMEI',
    phoneModel: 'Modèle',
    phoneModelHint: 'Par exemple iPhone\u00a015. Transmis au fournisseur eSIM.',
    imei: 'IMEI',
    imeiHint: '15 chiffres, que *#06# affiche aussi. Transmis au fournisseur eSIM.',
    phoneNeeded: 'Le fournisseur eSIM veut connaître le téléphone. Sans lui, il a refusé une vente.',
    wholePhoneNeeded:
      'Le fournisseur eSIM veut connaître le modèle et l’IMEI. Sans eux, il a refusé une vente.',
    priceNeeded:
      'Le fournisseur eSIM veut savoir ce que le client paie, hors taxes, et a refusé une vente sans ce prix. Il lui est envoyé avec la commande.',
    more: 'Plus sur le client',
    books: 'Pour notre comptabilité',
    soldBy: (staff) => `vendu par ${staff}`,
    guestPays: 'Le client paie',
    guestCurrency: 'Devise',
    note: 'Chambre ou reçu',
    noteHint: 'N’est pas envoyé au fournisseur eSIM, le montant non plus.',
    noteStays: 'N’est pas envoyé au fournisseur eSIM.',
    staff: 'Vendeur',
    staffHint: 'Mémorisé jusqu’à ce que vous le changiez.',
    eid: 'EID de l’iPhone',
    eidHint:
      '32 chiffres, seulement pour envoyer l’eSIM directement à cet iPhone. Sur le téléphone : composez *#06#',
    eidCount: (n) => `${n} chiffres sur 32`,
    eidAnyway: 'L’utiliser quand même. Je sais que le code ne fonctionnera alors que sur cet appareil.',
    summary: (plan, data, duration) => [plan, data, duration].filter(Boolean).join(', '),
    buy: (plan, data, price) => `Acheter ${[plan, data].filter(Boolean).join(' ')} pour ${price}`,
    buyUnpriced: (plan, data) => `Acheter ${[plan, data].filter(Boolean).join(' ')}`,
    buyFor: (who) => `pour ${who}`,
    buyForNobody: 'Il manque encore l’e-mail',
    choosePlan: 'Choisissez d’abord un forfait',
    placing: 'Envoi de la commande …',
    charged: 'Facturé à notre compte',
    nothingBought: 'Rien n’a été acheté.',
    before: 'Vous avez choisi',
    now: 'Maintenant',
    takeNew: 'Prendre le forfait modifié',
    againTitle: 'Le vendre à nouveau ?',
    againYes: 'Oui, l’acheter à nouveau',
    againNo: 'Non, ne pas acheter',
    offline:
      'Vous êtes hors ligne. Vous pouvez consulter les forfaits. La vente reprendra dès que vous serez en ligne.',
    setAside: (who) => `Mis de côté\u00a0: ${who}`,
    setAsideNameless: 'Un formulaire à moitié rempli a été mis de côté.',
    undo: 'Reprendre',
    dropAside: 'Abandonner ce qui est mis de côté',
    notInstalled: 'Pas encore installées',
    notInstalledMore: (n) => `et ${n} de plus`,
  },

  order: {
    heading: (plan, who) => `${plan} pour ${who}`,
    someone: 'client inconnu',
    states: {
      sending: 'Envoi en cours',
      accepted: 'Commande reçue',
      preparing: 'En préparation',
      ready: 'Prête à remettre',
      failed: 'Échec',
      refused: 'Refusée',
      not_sent: 'Non envoyée',
      unconfirmed: 'Non confirmée',
      withheld: 'En attente',
      settled: 'Clôturée à la main',
      added: 'Rechargée',
      cancelling: 'Retour en cours',
      refunded: 'Remboursée',
    },
    ends: {
      sending: {
        title: 'La commande est en cours d’envoi',
        body: 'Elle est enregistrée ici et ne peut pas se perdre.',
      },
      accepted: { title: 'Le fournisseur eSIM a la commande', body: 'Elle sera bientôt prête.' },
      preparing: { title: 'L’eSIM est en préparation', body: 'Elle sera bientôt prête.' },
      ready: { title: 'L’eSIM est prête', body: 'Remettez-la au client.' },
      failed: {
        title: 'Le fournisseur eSIM n’a pas pu créer cette eSIM',
        body: 'Nous ne savons pas si elle sera facturée. Donnez la référence à l’assistance avant de la revendre.',
      },
      refused: {
        title: 'Le fournisseur eSIM a refusé la commande',
        body: 'Vous pouvez modifier la commande et revendre.',
      },
      not_sent: { title: 'La commande n’a pas été envoyée', body: 'Vous pouvez la revendre sans risque.' },
      unconfirmed: {
        title: 'Nous ne savons pas encore si l’eSIM a été achetée',
        body: 'La commande a été envoyée, mais la connexion s’est coupée avant la réponse. Nous continuons à vérifier. Ne la revendez pas maintenant.',
      },
      added: {
        title: 'Le forfait est sur l’eSIM',
        body: 'Le client n’a rien à scanner : le forfait commence comme choisi.',
      },
      cancelling: {
        title: 'L’eSIM est en cours de retour',
        body: 'Son code n’est plus affiché nulle part. Ce qui en a été imprimé ou enregistré ne doit plus être remis.',
      },
      refunded: {
        title: 'L’eSIM a été rendue',
        body: 'Le fournisseur eSIM ne la facture pas. Remboursez au client ce qu’il a payé.',
      },
      withheld: {
        title: 'Ne la donnez pas encore au client',
        body: 'L’eSIM a été achetée, mais son code manque ou n’a pas pu être vérifié. Demandez au client de patienter et donnez la référence à l’assistance.',
      },
      settled: {
        title: 'Cette commande a été clôturée à la main',
        body: 'L’application n’y fait plus rien.',
      },
    },
    sentBody: 'D’abord enregistrée ici, pour qu’elle ne se perde pas.',
    sentSlow:
      'Le fournisseur eSIM répond lentement. Cela peut prendre une minute et demie. Ne la vendez pas une seconde fois.',
    receivedBody: (short) => `Commande ${short}`,
    usually: 'En général 5 à 20 secondes.',
    soFar: (seconds) => `${plural(seconds, 'seconde', 'secondes')} jusqu’ici.`,
    longer: 'C’est plus long que d’habitude. Nous continuons à vérifier ; vous n’avez pas à attendre.',
    sent: 'Commande envoyée',
    now: 'maintenant',
    next: 'Vendre la suivante entre-temps',
    nextNote: 'Nous vous dirons quand celle-ci sera prête.',
    handOver: 'Remettre',
    sellAgain: 'Retour à la vente',
    newSale: 'Nouvelle vente',
    sellAnother: 'En vendre une autre à ce client',
    heldUp: 'Retardée un instant',
    heldUpBody: 'La commande n’est pas perdue. Nous continuons d’essayer.',
    bought: {
      nothing: 'Rien n’a été acheté.',
      perhaps: 'Elle a peut-être été achetée.',
      yes: 'L’eSIM a été achetée.',
      unknown: 'Nous ne savons pas encore si elle est facturée.',
      refunded: 'Elle a été achetée et remboursée.',
      not_yet: '',
    },
    verdicts: {
      handed_over: 'Achetée, remise',
      not_handed_over: 'Achetée, non remise',
      not_bought: 'Non achetée',
      refunded: 'Remboursée',
      not_known: 'Clôturée, issue inconnue',
    },
    waits: 'Décision attendue',
    referenceHint: 'À donner à l’assistance.',
    recovery: {
      title: 'Recherche de cette commande',
      open: 'Ouvrir',
      looked: (at) => `Dernière vérification à ${at}. Nous continuons à chercher.`,
      notLooked: 'La recherche commence dans quelques secondes.',
      emailNeeded: 'L’e-mail du client n’est plus enregistré. Saisissez-le pour que nous puissions chercher.',
      email: 'E-mail du client',
      look: 'La rechercher',
      candidates: 'C’est peut-être l’une d’elles',
      candidatesHint: 'N’en choisissez une que si vous êtes sûr que c’est celle de ce client.',
      choose: 'C’est celle-ci',
      nothingFound: 'Rien trouvé pour l’instant',
      nothingFoundBody:
        'Rien n’a probablement été acheté, mais ce n’est pas certain. Si vous recommandez et que la première réapparaît, les deux seront facturées.',
      again: 'Recommander quand même',
      fillAgain: 'Remplir la vente à nouveau',
      fillAgainBody: 'Ce qui avait été saisi n’est plus enregistré.',
      againTitle: 'La commander une seconde fois ?',
      againBody: 'Si la première commande a bien été achetée, le compte sera facturé deux fois.',
      waits: (number) =>
        `La commande ${number} pour le même client et le même forfait est encore ouverte. Tant qu’elle n’est pas réglée, on ne peut rien dire de celle-ci.`,
      twice: 'Achetée deux fois',
      twiceBody:
        'Cette commande a été retrouvée après avoir été recommandée. Dites-le au fournisseur eSIM : deux eSIM ont été achetées pour un client.',
      settle: 'Clôturer ce cas',
      settleBody:
        'Une fois que le fournisseur eSIM vous a dit ce qui s’est passé. Les totaux du jour suivent votre choix.',
      correct: 'Corriger ce résultat',
      correctBody: 'Vous pouvez corriger jusqu’à minuit ce qui a été dit de cette commande.',
      became: 'Que s’est-il passé ?',
      outcomes: {
        handed_over: 'Elle a été achetée et le client l’a',
        not_handed_over: 'Elle a été achetée et le client ne l’a pas',
        not_bought: 'Elle n’a pas été achetée',
        refunded: 'Elle a été achetée et remboursée',
        not_known: 'Personne ne le sait',
      },
      by: 'Votre nom',
      sure: 'Clôturer ce cas ?',
      sureBody: (verdict) =>
        `Il sera clôturé avec «\u00a0${verdict}\u00a0». Nous n’interrogerons plus le fournisseur eSIM sur cette commande.`,
      sureYes: 'Le clôturer',
      needsPerson: 'Aucune nouvelle de cette commande',
      needsPersonBody:
        'Nous continuons à vérifier. Donnez la référence à l’assistance, et clôturez le cas dès que vous savez.',
      settledBy: (who) => `Clôturée par ${who}.`,
    },
    topUp: 'Recharger',
    endsOfTopUps: {
      failed: {
        title: 'Le fournisseur eSIM n’a pas pu ajouter ce forfait',
        body: 'Nous ne savons pas s’il sera facturé. Demandez à l’assistance, avec la référence, avant de recharger à nouveau.',
      },
      withheld: {
        title: 'Cette recharge pose problème',
        body: 'Le fournisseur eSIM a ajouté un autre forfait, ou l’a ajouté à une autre eSIM. Donnez la référence à l’assistance.',
      },
    },
    overTitle: (what, plan, who) => `${what}\u00a0: ${plan} pour ${who}`,
    readyTitle: (plan, who) => `${plan} pour ${who} est prêt`,
    needsPerson: (plan, who) => `${plan} pour ${who} attend votre décision`,
    look: 'Voir',
    outsideReady: 'Une eSIM est prête',
    outsideGroup: 'Un groupe s’est arrêté',
    outsideNeeds: 'Une commande attend une décision',
    outsideBody: (plan, time) => `${plan}, commandé à ${time}`,
    steps: 'Avancement de la commande',
    facts: 'Détails et historique',
    elsewhere: (account) => `Vendue avec ${account}`,
    elsewhereBody: 'Connectez-vous avec ce compte pour continuer cette commande.',
    history: 'Historique',
    copyWords: 'Copier le message du fournisseur eSIM',
    done: 'Fait',
    progress: 'En cours',
    toCome: 'À venir',
  },

  handOver: {
    title: 'Remettre',
    for: 'Pour',
    order: (short) => `commande ${short}`,
    suffix: (suffix) => `N°\u00a0… ${suffix}`,
    turn: (who, plan) => `Tourner l’écran\u00a0: ${who}, ${plan}`,
    turned: 'Vue du client',
    turnBack: 'Retour',
    onSecond: (suffix) => `Le client le voit sur son écran, avec le N°\u00a0… ${suffix}.`,
    secondGone: 'L’écran du client a été débranché. Rien n’est perdu : tournez celui-ci.',
    putAway: {
      timed_out: 'Le code a été masqué après un moment',
      locked: 'Le code a été masqué car l’ordinateur a été verrouillé',
      withheld: 'Le code a été masqué : ce qu’en dit le fournisseur eSIM ne concorde plus',
    },
    putAwayWithheld:
      'Deux commandes revendiquent cette eSIM, ou son code a été retiré. Le client ne doit pas l’installer. Si c’est déjà fait, interrogez le fournisseur eSIM avec la référence de la commande avant d’en vendre une autre.',
    putAwayBody: 'Le client garde l’eSIM ; vous pouvez afficher le code à nouveau.',
    showAgain: 'Afficher le code à nouveau',
    orders: 'Commandes',
    done: 'Terminé, client suivant',
    preparing: 'Préparation et vérification du code …',
    qr: 'Code QR pour installer l’eSIM',
    copyCode: 'Copier le code d’installation',
    copyPicture: 'Copier l’image',
    savePicture: 'Enregistrer l’image',
    copiedCode: 'Code d’installation copié.',
    copiedPicture: 'Image copiée. L’historique du presse-papiers de cet ordinateur peut la garder.',
    copiedField: (field) => `${field}\u00a0: copié.`,
    copyField: (field) => `Copier\u00a0: ${field}`,
    saved: (path) => `Enregistré sous ${path}`,
    tools: 'Autres façons de remettre',
    more: 'Autres façons',
    cameBack: (who) => `La fenêtre a redémarré. C’est toujours le code de ${who}.`,
    confirmation: 'Le téléphone demandera un code de confirmation',
    confirmationBody:
      'Il n’est pas dans la commande : demandez-le au fournisseur eSIM avant que le client ne parte.',
    slip: {
      open: 'Imprimer la fiche',
      paper: 'Papier',
      papers: { a4: 'A4', a5: 'A5', roll: 'Rouleau, 80 mm', roll58: 'Rouleau, 58 mm' },
      about: 'Dans la langue du client, avec les étapes pour le téléphone choisi ci-dessus.',
      print: 'Imprimer',
      save: 'Enregistrer en PDF',
      working: 'Préparation de la fiche …',
      sent: 'Envoyée à l’imprimante.',
      cancelled: 'Non imprimée. Sans imprimante, enregistrez la fiche en PDF.',
    },
    mail: 'Écrire un e-mail',
    mailed: 'Le brouillon est ouvert dans votre messagerie. Rien n’a encore été envoyé.',
    links: {
      title: 'Liens pour un client déjà sur son téléphone',
      note: 'Qui a un lien peut installer l’eSIM. Il s’ouvre sur l’appareil du client, jamais ici.',
      names: { iphone: 'Lien iPhone', windows: 'Lien Windows', android: 'Lien Android' },
      from: {
        iphone: 'À partir d’iOS 17.4',
        windows: 'Windows 11, à partir de 24H2',
        android: 'Non pris en charge par le fournisseur eSIM',
      },
      copy: (link) => `Copier\u00a0: ${link}`,
      show: (link) => `Afficher en code QR\u00a0: ${link}`,
      scan: {
        iphone: 'Lien d’installation, pour un iPhone',
        windows: 'Lien d’installation, pour Windows',
        android: 'Lien d’installation, pour Android',
      },
      scanNote: 'Pas le code pour le menu SIM : celui-là est le grand code.',
      android: 'Proposer aussi le lien Android',
      androidNote:
        'Le fournisseur eSIM ne le prend pas en charge. Il fonctionne sur beaucoup de téléphones, pas sur tous.',
    },
    guest: 'Pour le client',
    notAsSold:
      'Le forfait de cette eSIM diffère de celui que vous avez vendu. Ouvrez la commande et comparez avant que le client parte.',
    voucher: 'Code du bon',
    withheldTitle: 'Ne la donnez pas encore au client',
    withheldBody:
      'Le code n’a pas pu être vérifié et reste masqué. Demandez au client de patienter et donnez à l’assistance les indications ci-dessous.',
    doubts: {
      incomplete: 'Le fournisseur eSIM n’a donné qu’une partie du code.',
      invalid: 'Le fournisseur eSIM a donné un code qu’aucun téléphone ne peut lire.',
      disagree: 'Le fournisseur eSIM a donné deux codes qui ne correspondent pas.',
      picture_wrong: 'L’image ne correspondait pas au code.',
      claimed_twice:
        'Une autre commande ici a la même eSIM. Aucun code n’est affiché tant que ce n’est pas éclairci.',
    },
    sim: {
      not_read: 'Vérification de l’eSIM …',
      released: 'En attente du téléphone',
      downloaded: 'Sur le téléphone, pas terminé',
      installed: 'Installée',
      unavailable: 'Plus utilisable',
      other: 'État inconnu',
    },
    fromLpa: 'Code d’installation du fournisseur eSIM',
    fromParts: 'Composé de ses parties',
    value: 'Valeur du fournisseur eSIM',
  },

  orders: {
    title: 'Commandes',
    none: 'Pas encore de commande',
    noneBody: 'Ce que vous vendez apparaît ici, avec son état.',
    noneToday: 'Pas de commande aujourd’hui',
    noneFound: 'Aucune commande trouvée',
    noneFoundBody: 'Essayez moins de lettres ou un autre filtre.',
    sell: 'Vendre une eSIM',
    list: 'Commandes, les plus récentes d’abord',
    search: 'Rechercher une commande',
    searchHint: 'E-mail, nom, numéro de commande, ICCID, forfait',
    count: (n) => plural(n, 'commande', 'commandes'),
    customersNotReady:
      'Les noms et e-mails se chargent encore ; pour l’instant, la recherche porte sur les autres champs.',
    periodLabel: 'Jours',
    periods: { today: 'Aujourd’hui', day: 'Un jour', all: 'Tous les jours' },
    day: 'Quel jour',
    earlier: 'Encore ouvertes des jours précédents',
    sold: (n) => plural(n, 'commande achetée', 'commandes achetées'),
    refunded: (n) => plural(n, 'commande remboursée', 'commandes remboursées'),
    credited: 'Rendu à notre compte',
    guestsGetBack: 'Rendu aux clients',
    notKnown: (n) => plural(n, 'commande encore incertaine', 'commandes encore incertaines'),
    perhapsCharged: 'Peut-être facturé',
    guestsPerhapsPay: 'Prix payé pour celles-ci',
    unpriced: (n) => `${n} sans prix connu, hors des montants`,
    kinds: { kind_new_esim: 'Nouvelle eSIM', kind_top_up: 'Recharge' },
    headingLabel: 'État',
    headings: {
      all: 'Toutes',
      in_progress: 'En cours',
      ready: 'Prêtes',
      needs_person: 'À traiter',
      not_sold: 'Rien d’acheté',
      closed: 'Clôturées',
    },
    more: (n) => `Afficher plus (${n})`,
    find: 'Trouver une eSIM',
    findElsewhere: 'Demander aussi au fournisseur eSIM',
    takings: 'Jour et mois',
    unmatched: {
      title: 'Retrouver les eSIM manquantes …',
      body: 'eSIM vendues sur ce compte qui manquent dans ce registre : perdues lors d’un dommage, ou vendues à un autre poste. Pour en ajouter une, saisissez l’e-mail avec lequel elle a été achetée.',
      reading: 'Demande au fournisseur eSIM …',
      none: 'Il ne manque rien.',
      inPart: 'La liste est trop longue pour être consultée en entier',
      inPartSince: (since: string) =>
        `Ce qui a été vendu avant ${since} n’a pas été consulté. Retrouvez-le par l’ICCID ou l’e-mail du client.`,
      inPartAny:
        'Seule une partie a été consultée. Retrouvez ce qui manque par l’ICCID ou l’e-mail du client.',
      noneInPart: 'Il ne manque rien dans la partie consultée.',
      unknownPlan: 'Forfait sans nom',
      noSim: 'Pas encore de SIM',
      choose: 'Celle-ci',
      email: 'E-mail du client',
      emailHint: 'L’adresse avec laquelle l’eSIM a été achetée.',
      close: 'Fermer',
    },
    table: 'Enregistrer en tableau',
    tableTitle: 'Enregistrer ces jours en tableau',
    tableBody: 'Un fichier CSV pour votre tableur. Il ne contient jamais de code d’installation.',
    tableSave: 'Choisir où enregistrer',
    withCustomers: 'Avec l’e-mail et le nom de chaque client',
    withCustomersHint:
      'Le fichier contient alors des données personnelles, lisibles par quiconque le reçoit.',
    columns: {
      number: 'Numéro',
      date: 'Date',
      time: 'Heure',
      state: 'État',
      plan: 'Forfait',
      data: 'Données',
      duration: 'Durée',
      price: 'Facturé à notre compte',
      price_currency: 'Devise',
      guest_pays: 'Le client paie',
      guest_pays_currency: 'Devise (client)',
      note: 'Chambre ou reçu',
      staff: 'Vendeur',
      iccid: 'ICCID',
      order_id: 'Numéro de commande',
      reference: 'Référence',
      account: 'Compte',
      verdict: 'Résultat',
      kind: 'Type',
      refunded: 'Remboursée le',
      email: 'E-mail',
      first_name: 'Prénom',
      last_name: 'Nom',
    },
  },

  settings: {
    title: 'Réglages',
    account: 'Compte',
    service: 'Fournisseur eSIM',
    name: 'Compte',
    credential: { client: 'Identifiant client et secret', token: 'Jeton d’accès' },
    signedInWith: 'Connexion avec',
    environment: {
      production: 'Réel (production)',
      pre_production: 'Test (effacé toutes les 72 heures)',
      other: 'Une autre adresse',
      demo: 'Démo, sur cet ordinateur',
    },
    secretIn: 'Le secret est',
    kept: {
      keychain: 'dans le trousseau de cet ordinateur',
      until_close: 'gardé seulement jusqu’à la fermeture de l’application',
    },
    expires: 'Jeton valable jusqu’au',
    none: 'Aucun compte n’est connecté.',
    signOut: 'Se déconnecter',
    signOutTitle: 'Se déconnecter maintenant ?',
    signOutOpen: (n) =>
      `${plural(n, 'commande est', 'commandes sont')} encore en cours. ${n < 2 ? 'Elle reste dans la liste et continue' : 'Elles restent dans la liste et continuent'} quand vous vous reconnectez.`,
    signOutBody: 'Le secret est retiré de cet ordinateur. Les commandes restent.',
    desk: 'Poste',
    deskName: 'Nom de ce poste',
    country: 'Pays de ce poste',
    looks: 'Apparence et langue',
    appearance: 'Apparence',
    appearances: { system: 'Comme cet ordinateur', light: 'Clair', dark: 'Sombre' },
    language: 'Langue',
    asSystem: 'Comme cet ordinateur',
    houseEmail: 'Adresse e-mail de l’établissement',
    houseEmailHint:
      'Chaque commande sous cette adresse reçoit sa propre terminaison, par exemple desk+1234@hotel.example, pour être retrouvée à coup sûr si la connexion se coupe. Seulement si le fournisseur eSIM l’autorise.',
    helper: 'Qui aide ce poste',
    helperHint: 'Figure sous chaque référence.',
    helperParts: { name: 'Nom', phone: 'Téléphone', email: 'Adresse e-mail' },
    network: 'Réseau de l’entreprise',
    proxy: 'Proxy',
    proxies: { system: 'Comme cet ordinateur', none: 'Aucun', manual: 'Celui-ci' },
    proxyAddress: 'Adresse du proxy',
    proxyUser: 'Nom d’utilisateur du proxy',
    proxyPassword: 'Mot de passe du proxy',
    proxyLoginKept:
      'Un nom d’utilisateur et un mot de passe sont dans le trousseau de cet ordinateur. Saisissez-en de nouveaux pour les remplacer.',
    forgetProxyLogin: 'Supprimer le nom d’utilisateur et le mot de passe',
    networkNote:
      'Après une modification ici, il faudra peut-être saisir à nouveau le secret du compte ; gardez-le à portée de main.',
    extraCa: 'Fichier de certificat supplémentaire',
    extraCaHint:
      'Un fichier PEM de votre service informatique, si le réseau contrôle les connexions sécurisées. Il est copié une fois.',
    trusted: 'Également acceptés ici. Comparez avec les indications du service informatique :',
    noSubject: 'Sans nom',
    moreTrusted: (n) => `et ${plural(n, 'autre certificat', 'autres certificats')}`,
    forgetCertificates: 'Ne plus les accepter',
    handOver: 'Remise',
    secondMonitor: 'Second écran',
    secondMonitors: { customer: 'Montre la vue du client', free: 'Non utilisé' },
    putAwayAfter: 'Masquer le code après',
    minutes: (n) => plural(n, 'minute', 'minutes'),
    save: 'Enregistrer',
    saved: 'Enregistré',
    data: 'Données',
    dataFolder: 'Tout est gardé dans',
    copyPath: 'Copier le chemin',
    privacy: 'Confidentialité',
    forgetAfter: 'Effacer les données des clients après',
    forgetHint:
      'Effacées mois par mois, quand la dernière vente du mois est aussi ancienne. Forfaits, numéros et prix restent. C’est irréversible.',
    about: 'À propos',
    version: (version) => `eSIM Desk ${version}`,
    licence: 'Logiciel libre sous MIT ou Apache-2.0.',
    licences: 'Licences des composants',
    bundle: 'Enregistrer un rapport pour l’assistance',
    bundleBody:
      'Un fichier texte pour l’assistance : versions, réglages, journal et dernières erreurs. Il ne contient ni secret, ni donnée de client, ni code.',
  },

  repaired: {
    title: 'Le registre des commandes était endommagé et a été réparé',
    body: (orders, fromBackup) =>
      `Il contient ${plural(orders, 'commande', 'commandes')}${fromBackup ? ', à l’aide de la sauvegarde' : ''}. Vous pouvez continuer à vendre.`,
    lost: (n) =>
      `${plural(n, 'commande n’a pas pu être relue', 'commandes n’ont pas pu être relues')}. Le fournisseur eSIM ${n < 2 ? 'l’a' : 'les a'} encore.`,
    lostUnknown: (since) =>
      `Nous ne savons pas combien de commandes manquent${since ? `\u00a0: la sauvegarde date du ${since}, et tout ce qui a été vendu ensuite peut manquer` : ''}. Le fournisseur eSIM les a encore.`,
    olderTitle: 'Le registre des commandes est une copie plus ancienne',
    look: 'Retrouver les eSIM manquantes',
    keptAside: 'Le fichier endommagé a été gardé sous',
    seen: 'OK',
  },

  bookNotes: {
    title: 'Le registre des commandes demande votre attention',
    closed: (months) =>
      `Les clients et les codes de ${months} ne peuvent pas être ouverts\u00a0: leur clé n’est pas dans le trousseau de cet ordinateur. Les codes viennent toujours du fournisseur eSIM. Tant que la clé manque, les données des clients de ces mois ne sont pas enregistrées.`,
    copied:
      'Il est dans un dossier qu’un programme copie sur d’autres ordinateurs. Cela endommage les registres. Demandez au service informatique de le sortir de',
    others:
      'À côté se trouvent des fichiers qui ressemblent à un second registre. Demandez au service informatique de regarder avant de les supprimer :',
    seen: 'OK',
  },

  standing: {
    settings: {
      partly_read: {
        title: 'Certains réglages n’ont pas pu être lus',
        body: 'Ceux-ci sont comme sur un ordinateur neuf ; tous les autres sont conservés. Vérifiez dans les réglages.',
      },
      restored: {
        title: 'Le fichier des réglages n’a pas pu être lu',
        body: 'Vos réglages précédents sont utilisés, avec votre compte.',
      },
      lost: {
        title: 'Le fichier des réglages n’a pas pu être lu',
        body: 'L’application démarre comme sur un ordinateur neuf. Vos commandes sont en sécurité : reconnectez le compte pour les continuer.',
      },
    },
    keptAs: 'Le fichier a été gardé sous',
    seen: 'OK',
    monitor: 'Il y a un second écran',
    monitorBody:
      'Il peut être tourné vers le client et lui montrer son code. Tant que vous n’avez pas choisi, rien n’y est affiché.',
    showThere: 'Y montrer la vue du client',
    showOn: (monitor) => `Montrer la vue du client sur ${monitor}`,
    leaveAlone: 'Ne pas l’utiliser',
  },

  closing: {
    title: 'Des commandes sont encore en cours',
    body: (n) =>
      `${plural(n, 'commande n’est pas encore prête. Elle continue', 'commandes ne sont pas encore prêtes. Elles continuent')} au prochain démarrage de l’application.`,
    titleGroup: 'Un groupe est en cours d’achat',
    group: 'Un groupe est en cours d’achat. Le reste attendra que quelqu’un reprenne l’achat.',
    stay: 'Rester',
    close: 'Fermer quand même',
  },

  failures: {
    fields: () => ({
      title: 'Quelque chose ne va pas encore dans le formulaire',
      body: 'Regardez les champs marqués.',
    }),
    no_account: () => ({ title: 'Aucun compte n’est connecté', body: 'Connectez votre compte pour vendre.' }),
    not_signed_in: () => ({
      title: 'Connexion refusée',
      fact: 'Cela peut passer. Nous continuons d’essayer et ne vous demandons que si cela dure.',
      body: 'Si cela se répète, reconnectez-vous avec l’identifiant client et le secret que le fournisseur eSIM a donnés à votre entreprise.',
    }),
    token_expired: () => ({ title: 'Le jeton d’accès a expiré', body: 'Reconnectez-vous avec un nouveau.' }),
    token_worn: () => ({
      title: 'Votre connexion avait expiré',
      fact: 'L’application se reconnecte.',
      body: 'Appuyez à nouveau sur le bouton. Si une nouvelle connexion est nécessaire, elle vous sera demandée.',
    }),
    not_allowed: () => ({
      title: 'Ce compte n’y est pas autorisé',
      body: 'Demandez au fournisseur eSIM de l’autoriser pour votre compte et donnez-lui la référence.',
    }),
    not_found: () => ({
      title: 'Le fournisseur eSIM n’a aucune trace de ceci',
      fact: 'Si cela se répète, donnez la référence à l’assistance.',
      body: 'Réessayez dans une minute. Si cela se répète, donnez la référence à l’assistance.',
    }),
    refused: () => ({
      title: 'La commande a été refusée',
      body: 'La raison du fournisseur eSIM est ci-dessous. Modifiez la commande ou demandez à l’assistance.',
    }),
    limit_reached: () => ({
      title: 'La limite du compte est atteinte',
      body: 'Le compte ne peut plus acheter pour le moment. Demandez à la personne qui le gère.',
    }),
    slow_down: ({ seconds }) => ({
      title: 'Trop de demandes à la fois',
      fact: 'Le fournisseur eSIM nous demande d’attendre un instant.',
      body:
        seconds === null
          ? 'Réessayez dans une minute.'
          : `Réessayez dans ${plural(seconds, 'seconde', 'secondes')}.`,
    }),
    not_sent: ({ why }) => ({
      title: 'Le fournisseur eSIM est injoignable',
      body: {
        name: 'Son adresse n’a pas été trouvée. Vérifiez la connexion internet.',
        connect:
          'Connexion impossible. Vérifiez la connexion internet, ou demandez au service informatique s’il y a un pare-feu.',
        tls: 'Demandez au service informatique : aucune connexion sécurisée n’était possible, et ce réseau a peut-être besoin d’un certificat dans les réglages.',
        dates: `Cet ordinateur indique ${clock()}. Si c’est faux, réglez son horloge. Si c’est juste, le certificat du fournisseur eSIM a expiré\u00a0: dites-le-lui.`,
        proxy:
          'Demandez au service informatique : le proxy a refusé la connexion. Il se règle dans les réglages.',
      }[why],
    }),
    unanswered: ({ why }) => ({
      title: 'Le fournisseur eSIM n’a pas répondu',
      fact: why === 'timed_out' ? 'Cela a pris trop de temps.' : 'La connexion a été perdue.',
      body:
        why === 'timed_out'
          ? 'Cela a pris trop de temps. Réessayez.'
          : 'La connexion a été perdue. Réessayez.',
    }),
    service_trouble: ({ status }) => ({
      title: 'Le fournisseur eSIM a un problème en ce moment',
      fact: `Il a répondu par l’erreur ${status}.`,
      body: `Il a répondu par l’erreur ${status}. Réessayez dans quelques minutes.`,
    }),
    redirected: () => ({
      title: 'Autre chose a répondu à la place du fournisseur eSIM',
      body: 'C’est souvent la page de connexion du Wi-Fi : ouvrez une page web dans votre navigateur, connectez-vous, puis réessayez. Sinon, faites vérifier l’adresse du fournisseur eSIM dans les réglages par le service informatique.',
    }),
    unreadable: () => ({
      title: 'La réponse était incompréhensible',
      body: 'Quelque chose dans le réseau l’a peut-être modifiée. Réessayez ; si cela se répète, donnez la référence à l’assistance.',
    }),
    too_large: () => ({
      title: 'La réponse était inutilisable',
      body: 'Elle était beaucoup trop longue. Vérifiez l’adresse du fournisseur eSIM, ou donnez la référence à l’assistance.',
    }),
    other_order: () => ({
      title: 'La réponse concernait une autre commande',
      body: 'Nous l’avons ignorée, pour qu’aucun client ne reçoive l’eSIM d’un autre. Donnez la référence à l’assistance, et regardez dans Commandes avant de revendre.',
    }),
    plan_gone: () => ({
      title: 'Ce forfait n’est plus vendu',
      body: 'Rien n’a été acheté. Choisissez un autre forfait.',
    }),
    plan_changed: () => ({
      title: 'Le forfait a changé',
      body: 'Rien n’a été acheté. Comparez les deux, puis décidez.',
    }),
    no_top_up: ({ why }) =>
      ({
        unavailable: {
          title: 'Cette eSIM n’est plus utilisable',
          body: 'Vendez plutôt une nouvelle eSIM au client.',
        },
        given_back: {
          title: 'Cette eSIM a été rendue',
          body: 'Vendez plutôt une nouvelle eSIM au client.',
        },
        full: {
          title: 'Cette eSIM ne peut plus recevoir de forfait',
          body: 'Elle en accepte 15 au plus. Une place se libère quand l’un d’eux se termine.',
        },
        unknown: {
          title: 'Le fournisseur eSIM ne connaît pas cette eSIM',
          body: 'Vérifiez son ICCID. Elle a peut-être été vendue avec un autre compte.',
        },
        not_an_esim: {
          title: 'C’est une carte SIM en plastique',
          body: 'Seules les eSIM peuvent être rechargées ici.',
        },
      })[why],
    no_refund: ({ why }) =>
      ({
        downloaded: {
          title: 'L’eSIM est sur un téléphone',
          body: 'Elle y a été téléchargée et ne peut plus être rendue.',
        },
        installed: {
          title: 'L’eSIM est installée sur un téléphone',
          body: 'Ce qui est installé ne peut pas être rendu.',
        },
        unavailable: {
          title: 'L’eSIM ne peut pas être rendue',
          body: 'Le fournisseur eSIM ne l’a plus, ou ne dit pas où elle en est.',
        },
        used: {
          title: 'Des données ont déjà été utilisées',
          body: 'Ce qui a servi ne peut pas être rendu.',
        },
        top_up_open: {
          title: 'Une recharge n’est pas encore tranchée',
          body: 'Regardez d’abord cette commande. Personne ne sait encore ce qui serait remboursé.',
        },
        claimed_twice: {
          title: 'Deux commandes revendiquent cette eSIM',
          body: 'Demandez à l’assistance, avec la référence.',
        },
      })[why],
    sold_recently: ({ minutes, open }) => ({
      title: 'Le vendre à nouveau ?',
      body: open
        ? 'La commande de ce client pour le même forfait est encore en cours.'
        : `Ce client a acheté le même forfait ${minutes < 1 ? 'à l’instant' : `il y a ${plural(minutes, 'minute', 'minutes')}`}.`,
    }),
    keychain: ({ state }) => ({
      title: {
        waiting_for_unlock: 'Le trousseau est verrouillé',
        none_here: 'Cet ordinateur n’a pas de trousseau',
        refused: 'Le trousseau a refusé',
        not_asked: 'Le trousseau n’a pas répondu',
        ready: 'Le trousseau ne l’a pas enregistré',
      }[state],
      body: {
        waiting_for_unlock: 'Déverrouillez-le dans la fenêtre que montre votre ordinateur, puis réessayez.',
        none_here:
          'Le secret n’a pas d’endroit sûr ici. Vous pouvez le garder seulement jusqu’à la fermeture de l’application.',
        refused:
          'Cet ordinateur ne l’a pas permis. Autorisez-le, ou gardez le secret seulement jusqu’à la fermeture de l’application.',
        not_asked: 'Réessayez, ou gardez le secret seulement jusqu’à la fermeture de l’application.',
        ready: 'Réessayez, ou gardez le secret seulement jusqu’à la fermeture de l’application.',
      }[state],
    }),
    book: ({ why }) => ({
      title: 'La commande n’a pas pu être enregistrée',
      fact: bookFacts[why],
      body: {
        disk_full:
          'Rien de nouveau n’a donc été commandé. Le disque est plein : libérez de l’espace, puis réessayez.',
        read_only:
          'Rien de nouveau n’a donc été commandé. Demandez au service informatique le droit d’écrire dans le dossier de données.',
        damaged:
          'Le registre des commandes est endommagé. Une copie a été gardée ; demandez à l’assistance avant de vendre.',
        rebuilt:
          'Le registre des commandes était endommagé et vient d’être réparé. Regardez dans Commandes, puis réessayez.',
        busy: 'Le registre des commandes est occupé. Réessayez dans un instant.',
        newer_version:
          'Le registre des commandes vient d’une version plus récente de l’application. Installez cette version.',
        network_folder:
          'Demandez au service informatique : le dossier de données est sur un lecteur réseau ou est copié sur d’autres ordinateurs, où un registre n’est pas en sécurité. Il doit aller sur le disque de cet ordinateur (--data-dir).',
        other: 'Rien de nouveau n’a donc été commandé. Réessayez, ou demandez à l’assistance.',
      }[why],
    }),
    settings_file: ({ why }) => ({
      title: 'Le réglage n’a pas été enregistré',
      body: {
        disk_full: 'Le disque est plein. Libérez de l’espace, puis réessayez.',
        read_only: 'Demandez au service informatique le droit d’écrire dans le dossier de données.',
        other: 'Réessayez, ou redémarrez l’application.',
      }[why],
    }),
    extra_ca: ({ why }) => ({
      title: 'Le fichier de certificat est inutilisable',
      body: {
        missing:
          'Il n’y a pas de fichier à cet endroit, ou il est illisible. Vérifiez le chemin, ou demandez le fichier au service informatique.',
        not_a_certificate:
          'Le fichier ne contient aucun certificat que nous puissions lire (PEM). Demandez-en un autre au service informatique.',
        too_large:
          'Le fichier est trop grand pour une liste de certificats. Demandez-en un autre au service informatique.',
        on_the_network: 'Copiez d’abord le fichier sur cet ordinateur.',
      }[why],
    }),
    no_trust_store: () => ({
      title: 'Cet ordinateur n’accepte aucun certificat',
      body: 'Demandez au service informatique : la liste des autorités de certification manque et doit être installée (sous Linux : ca-certificates).',
    }),
    clipboard: () => ({
      title: 'Rien n’a été copié',
      body: 'Le presse-papiers ne l’a pas accepté. Réessayez.',
    }),
    save: ({ why }) => ({
      title: 'Le fichier n’a pas été enregistré',
      body: {
        disk_full: 'Le disque est plein. Choisissez un autre endroit.',
        read_only: 'Rien ne peut être enregistré dans ce dossier. Choisissez un autre endroit.',
        other: 'Le fichier n’a pas pu être enregistré. Choisissez un autre endroit.',
      }[why],
    }),
    print: () => ({
      title: 'L’impression n’a pas eu lieu',
      body: 'L’imprimante n’a pas accepté la fiche. Réessayez, ou enregistrez la fiche en PDF.',
    }),
    mail: () => ({
      title: 'Aucune messagerie n’est configurée sur cet ordinateur',
      body: 'Copiez le lien iPhone et envoyez-le autrement, ou imprimez une fiche.',
    }),
    demo: () => ({ title: 'La démo n’a pas pu démarrer', body: 'Réessayez, ou redémarrez l’application.' }),
    demo_runs_elsewhere: () => ({
      title: 'La démo est déjà ouverte',
      body: 'Sa fenêtre est maintenant au premier plan.',
    }),
    unknown_order: () => ({
      title: 'Cette commande n’est plus ici',
      body: 'Rien n’a été acheté de ce fait. Regardez dans Commandes ce qu’il vous faut.',
    }),
    other_account: () => ({
      title: 'Ceci a été vendu avec un autre compte',
      body: 'Rien n’a été acheté. Pour continuer, connectez le compte avec lequel la vente a été faite.',
    }),
    moved_on: () => ({
      title: 'Cette commande a changé entre-temps',
      body: 'Rien n’a été modifié de ce fait. Regardez où en est la commande.',
    }),
    table: ({ why }) => ({
      title: {
        workbook: 'C’est un classeur, pas un tableau en texte',
        not_text: 'Il n’y a pas de tableau là-dedans',
        empty: 'Il n’y a rien là-dedans',
        too_many_rows: 'Il y a trop de lignes',
        too_large: 'Ce fichier est trop grand',
        closed: 'Le fichier ne s’ouvre pas',
      }[why.kind],
      body: {
        workbook: 'Enregistrez-le en CSV dans le tableur, ou copiez les lignes et collez-les ici.',
        not_text: 'Ouvrez un fichier CSV, ou copiez les lignes dans le tableur et collez-les ici.',
        empty: 'Copiez les lignes avec les clients et collez-les ici.',
        too_many_rows:
          why.kind === 'too_many_rows'
            ? `Il y a ${why.rows} lignes\u00a0; ${why.most} au plus à la fois. Prenez-les par parties.`
            : '',
        too_large: 'Aucune liste de clients n’est si grande. Est-ce le bon fichier ?',
        closed: 'Peut-être est-il ouvert dans un autre programme. Fermez-le là-bas.',
      }[why.kind],
    }),
    group_changed: () => ({
      title: 'Le total de ce groupe a changé',
      body: 'Une ligne, un forfait ou un prix n’est plus celui du bouton. À revoir ; rien n’a été acheté.',
    }),
    orders_fail: () => ({
      title: 'Les commandes de ce groupe échouent l’une après l’autre',
      body: 'Le fournisseur eSIM les a acceptées, mais aucune eSIM n’est venue. Voyez ces commandes avant de continuer.',
    }),
    phone_wanted: () => ({
      title: 'Le fournisseur eSIM veut connaître le téléphone de chaque client',
      body: 'Il a refusé une ligne sans cela\u00a0; rien de plus n’a été acheté. Indiquez dans chaque ligne le téléphone concerné.',
    }),
    line_bought: () => ({
      title: 'Cette ligne a déjà été achetée',
      body: 'Ou peut-être : sa commande figure à côté. Rien n’a été acheté ainsi.',
    }),
    unknown_plan: () => ({
      title: 'Le fournisseur eSIM n’a pas ce forfait',
      body: 'Rien n’a été acheté. Choisissez un autre forfait.',
    }),
    no_code: () => ({
      title: 'Cette commande n’a pas de code à remettre',
      body: 'Ouvrez la commande pour voir son état.',
    }),
    code_put_away: () => ({
      title: 'La remise est terminée et le code a été masqué',
      body: 'Le client garde l’eSIM ; vous pouvez afficher le code à nouveau.',
    }),
  },

  problems: {
    empty: () => 'À remplir, s’il vous plaît.',
    too_long: ({ limit }) => `Trop long\u00a0: ${limit} caractères au plus.`,
    line_break: () => 'Ceci contient un saut de ligne. Collez une seule ligne.',
    not_an_email: () => 'Cela ne ressemble pas à une adresse e-mail.',
    not_the_buyer: () => 'Le fournisseur eSIM n’a pas cette eSIM sous cette adresse e-mail.',
    not_digits: () => 'Uniquement des chiffres, s’il vous plaît.',
    wrong_length: ({ expected, found }) => `Saisissez ${expected} chiffres\u00a0; il y en a ${found}.`,
    check_digits: () => 'Les chiffres de contrôle sont faux : sans doute une faute de frappe.',
    in_the_past: () => 'Ce jour est passé.',
    not_a_date: () => 'Choisissez un jour.',
    not_an_address: () => 'Ce n’est pas une adresse web. Elle doit commencer par https://',
    not_secure: () => 'L’adresse doit commencer par https://, sinon d’autres pourraient lire le secret.',
    with_version: () => 'Retirez le /v2 à la fin.',
    more_than_an_address: () => 'Seulement l’adresse : pas de nom, pas de mot de passe, pas de ? ni de #.',
    not_a_country: () => 'Choisissez un pays.',
    not_an_amount: () => 'Saisissez un montant comme 25,00, sans séparateur de milliers.',
    not_a_currency: () => 'Saisissez les trois lettres d’une devise, comme EUR.',
    control_characters: () => 'Ceci contient des caractères invisibles. Saisissez-le à nouveau.',
    turns_direction: () =>
      'Ceci contient des signes invisibles qui changent l’ordre des lettres. Saisissez-le à la main.',
    two_addresses: () => 'Ce sont deux adresses e-mail. Ne gardez que celle du client.',
    look_alikes: () =>
      'Ceci contient des lettres qui ressemblent seulement aux lettres habituelles. Saisissez-le à la main.',
  },
}
