/** Every word the staff read, in German. */
import type { Failure } from '../../backend/bindings'
import type { Messages } from '../en/staff'

/** Wofür dieser Computer die Zeit hält: Wer es liest, sieht, ob das stimmt. */
const clock = () => new Date().toLocaleString('de-DE', { dateStyle: 'long', timeStyle: 'short' })

const plural = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`

const bookFacts: Partial<Record<Extract<Failure, { kind: 'book' }>['why'], string>> = {
  disk_full: 'Die Festplatte ist voll. Schaffen Sie Platz.',
  read_only: 'Bitten Sie Ihre IT um Schreibrechte für den Datenordner.',
  rebuilt: 'Das Bestellbuch war beschädigt und wurde gerade repariert.',
  busy: 'Das Bestellbuch ist beschäftigt.',
  other: 'Die Bestellung konnte nicht gespeichert werden.',
}

export const de: Messages = {
  app: 'eSIM Desk',
  language: 'Deutsch',
  close: 'Schließen',
  yes: 'Ja',
  no: 'Nein',
  cancel: 'Abbrechen',
  back: 'Zurück',
  tryAgain: 'Noch einmal versuchen',
  pressMissed:
    'Nicht angenommen: Gleichzeitig kamen andere Tasten, wie von einem Scanner. Bitte noch einmal drücken.',
  optional: 'optional',
  clearChoice: 'Die gewählte Antwort noch einmal drücken, um sie zu löschen.',
  copied: 'Kopiert',
  reference: 'Referenz',
  copyReference: 'Referenz kopieren',
  theService: 'Der eSIM-Anbieter sagt:',
  yourKeys: { esc: 'Esc', ctrl: 'Strg' },
  helper: (who) => `Hilfe: ${who}`,

  demo: {
    banner: 'Demo: Nichts wird gekauft, und kein Code funktioniert auf einem echten Handy.',
    leave: 'Demo verlassen',
    sample: 'MUSTER (SAMPLE)',
  },

  copyStillThere:
    'Der kopierte Code ist vielleicht noch in der Zwischenablage. Kopieren Sie etwas anderes, um ihn zu ersetzen.',

  menu: {
    label: 'Hauptmenü',
    sell: 'Verkaufen',
    orders: 'Bestellungen',
    settings: 'Einstellungen',
    newSale: 'Neuer Verkauf',
    keys: 'Tasten',
    connected: 'Verbunden',
    notAsked: 'Noch nicht geprüft',
    offline: (since) => `Offline seit ${since}`,
    trouble: (since) => `Störung seit ${since}`,
    signedOut: 'Abgemeldet',
    inProgress: (n) => plural(n, 'Bestellung läuft', 'Bestellungen laufen'),
    elsewhere: (n) => `${n} mit einem anderen Konto`,
  },

  welcome: {
    title: 'Willkommen bei eSIM Desk',
    lead: 'In weniger als einer Minute eine eSIM verkaufen und übergeben.',
    demoTitle: 'Demo ausprobieren',
    demoBody:
      'Verkaufen, warten, scannen, wie im Alltag. Nichts wird gekauft. Ganz ohne Konto und ohne Internet.',
    demoButton: 'Demo starten',
    connectTitle: 'Unser Konto verbinden',
    connectBody:
      'Sie brauchen Client-ID und Secret, die Ihre Firma vom eSIM-Anbieter bekommen hat. Beides bleibt im Schlüsselbund dieses Computers.',
    connectButton: 'Verbinden',
    languages: 'Sprache',
    opening: 'Ihr Konto wird geöffnet …',
    openingBody: 'Der Schlüsselbund wird geöffnet. Vielleicht bittet Ihr Computer Sie, ihn zu entsperren.',
  },

  account: {
    title: 'Unser Konto verbinden',
    again: 'Erneut anmelden',
    why: {
      network_changed:
        'Der Proxy oder die Zertifikate in den Einstellungen wurden geändert. Bitte geben Sie das Secret noch einmal ein, oder machen Sie die Änderung rückgängig.',
      secret_missing:
        'Das Secret liegt nicht im Schlüsselbund dieses Computers. Bitte geben Sie es noch einmal ein.',
      refused:
        'Der eSIM-Anbieter nimmt das Secret nicht mehr an. Versuchen Sie es noch einmal, oder geben Sie das aktuelle ein.',
      token_expired: 'Das Zugriffstoken ist abgelaufen. Bitte geben Sie ein neues ein.',
    },
    tryKept: 'Mit dem gespeicherten noch einmal versuchen',
    service: 'eSIM-Anbieter',
    production: 'Echtbetrieb (Production)',
    productionHint: 'Echte Bestellungen; sie werden Ihrem Konto berechnet.',
    preProduction: 'Test (Pre-Production)',
    preProductionHint: 'Zum Ausprobieren: Dort wird alle 72 Stunden alles gelöscht.',
    other: 'Eine andere Adresse',
    advanced: 'Erweitert',
    address: 'Adresse des eSIM-Anbieters',
    addressHint: 'So, wie der eSIM-Anbieter sie genannt hat; sie beginnt mit https://',
    credentials: 'Womit Sie sich anmelden',
    byClient: 'Client-ID und Secret',
    byToken: 'Zugriffstoken',
    clientId: 'Client-ID',
    secret: 'Client-Secret',
    tokenHint:
      'Gut für einen schnellen Versuch: Ein Token läuft ab, oft nach wenigen Minuten. Wir sagen, wann.',
    tokenName: 'Name für dieses Konto',
    token: 'Zugriffstoken',
    deskName: 'Name dieses Arbeitsplatzes',
    deskNameHint: 'Zum Beispiel: Hotel Miramar, Empfang',
    country: 'Land dieses Arbeitsplatzes',
    countryHint: 'Wird bei jeder Bestellung mitgesendet.',
    chooseCountry: 'Land wählen',
    severalDesks: 'Wird dieses Konto auch an anderen Arbeitsplätzen benutzt?',
    severalDesksHint:
      'Bricht die Verbindung während einer Bestellung ab, fragt die App dann immer Sie, statt selbst zu entscheiden.',
    check: 'Prüfen und speichern',
    checking: 'Der eSIM-Anbieter wird gefragt …',
    where:
      'Zuerst wird beim eSIM-Anbieter geprüft. Dann kommt das Secret in den Schlüsselbund dieses Computers und wird nie wieder gezeigt.',
    untilClose: 'Nur behalten, bis ich die App schließe',
    untilCloseNote: 'Das Secret wird nur behalten, bis Sie die App schließen.',
    locked: 'Ihr Konto ist da, aber der Zugang ist gesperrt',
  },

  sell: {
    title: 'eSIM verkaufen',
    several: 'Mehrere auf einmal',
    search: 'Tarife suchen',
    searchHint: 'Land, Tarif oder Datenmenge',
    count: (shown, all) => `${shown} von ${plural(all, 'Tarif', 'Tarifen')}`,
    filters: 'Filter',
    order: 'Tarife sortieren nach',
    orders: {
      usual: 'Oft verkaufte zuerst',
      price: 'Preis',
      per_gb: 'Preis je GB',
      per_day: 'Preis je Tag',
      data: 'Meiste Daten',
      days: 'Meiste Tage',
    },
    upToAWeek: 'Bis 7 Tage',
    someWeeks: '8 bis 29 Tage',
    monthAndMore: 'Ab 30 Tagen',
    fiveAndMore: 'Ab 5 GB',
    plans: 'Tarife',
    loading: 'Tarife werden geladen …',
    none: 'Kein Tarif gefunden',
    noneBody: 'Versuchen Sie eine Region wie Europa oder Welt, oder setzen Sie die Filter zurück.',
    clear: 'Suche und Filter zurücksetzen',
    noPlans: 'Dieses Konto hat keine eSIM-Tarife',
    noPlansBody: 'Bitten Sie den eSIM-Anbieter, Ihrem Konto Tarife zu geben, und laden Sie dann neu.',
    readAgain: 'Neu laden',
    unreadable: (n) =>
      `${plural(n, 'Tarif war', 'Tarife waren')} nicht lesbar und ${n === 1 ? 'wird' : 'werden'} nicht gezeigt.`,
    unlimited: 'Unbegrenzt',
    dataUnknown: 'Datenmenge unbekannt',
    perGb: (price) => `${price} je GB`,
    perDay: (price) => `${price} je Tag`,
    noPrice: 'Kein Preis',
    favourite: (plan) => `Favorit: ${plan}`,
    chosen: 'Gewählter Tarif',
    otherPlan: 'Anderen Tarif wählen',
    days: (n) => plural(n, 'Tag', 'Tage'),
    months: (n) => plural(n, 'Monat', 'Monate'),

    forWhom: 'Für wen?',
    email: 'E-Mail des Kunden',
    firstName: 'Vorname',
    lastName: 'Nachname',
    residence: 'Wohnsitzland',
    noResidence: 'Keine Angabe',
    starts: 'Beginn',
    startNow: 'Sofort',
    startOnDate: 'Ab Datum',
    startFirstUse: 'Bei erster Nutzung',
    counts: {
      now: 'Die Tage zählen sofort.',
      on_date: 'Die Tage zählen ab diesem Tag, 0 Uhr.',
      first_use: 'Die Tage zählen, sobald Daten genutzt werden.',
    },
    date: 'Erster Tag',
    phone: 'Handy',
    phones: { iphone: 'iPhone', samsung: 'Samsung', other: 'Anderes' },
    phoneCheck:
      'Vor dem Verkauf: *#06# muss am Handy eine EID zeigen, und das Handy darf keine Anbietersperre (SIM-Lock) haben.',
    aboutPhone: 'Zum Handy',
    aboutPhoneSaid: 'ausgefüllt',
    aboutIphone: 'EID, um direkt dorthin zu senden',
    aboutOther: 'Modell und IMEI',
    phoneModel: 'Modell',
    phoneModelHint: 'Zum Beispiel iPhone 15. Geht an den eSIM-Anbieter.',
    imei: 'IMEI',
    imeiHint: '15 Ziffern, auch sie zeigt *#06#. Geht an den eSIM-Anbieter.',
    phoneNeeded: 'Der eSIM-Anbieter will das Handy wissen. Ohne diese Angabe hat er einen Verkauf abgelehnt.',
    wholePhoneNeeded:
      'Der eSIM-Anbieter will Modell und IMEI wissen. Ohne sie hat er einen Verkauf abgelehnt.',
    priceNeeded:
      'Der eSIM-Anbieter will wissen, was der Gast zahlt, ohne Umsatzsteuer. Ohne diese Angabe hat er einen Verkauf abgelehnt. Sie geht mit der Bestellung an ihn.',
    more: 'Mehr zum Kunden',
    books: 'Für unsere Abrechnung',
    soldBy: (staff) => `verkauft von ${staff}`,
    guestPays: 'Der Gast zahlt',
    guestCurrency: 'Währung',
    note: 'Zimmer oder Beleg',
    noteHint: 'Geht nicht an den eSIM-Anbieter, der Betrag auch nicht.',
    noteStays: 'Geht nicht an den eSIM-Anbieter.',
    staff: 'Verkäufer',
    staffHint: 'Wird gemerkt, bis Sie es ändern.',
    eid: 'EID des iPhones',
    eidHint: '32 Ziffern, nur wenn die eSIM direkt an dieses iPhone gehen soll. Am Handy: *#06# eintippen',
    eidCount: (n) => `${n} von 32 Ziffern`,
    eidAnyway:
      'Trotzdem verwenden. Mir ist klar, dass der Code dann nur auf diesem einen Gerät funktioniert.',
    summary: (plan, data, duration) => [plan, data, duration].filter(Boolean).join(', '),
    buy: (plan, data, price) => `${[plan, data].filter(Boolean).join(' ')} für ${price} kaufen`,
    buyUnpriced: (plan, data) => `${[plan, data].filter(Boolean).join(' ')} kaufen`,
    buyFor: (who) => `für ${who}`,
    buyForNobody: 'Die E-Mail fehlt noch',
    choosePlan: 'Bitte zuerst einen Tarif wählen',
    placing: 'Die Bestellung wird gesendet …',
    charged: 'Wird unserem Konto berechnet',
    nothingBought: 'Es wurde nichts gekauft.',
    before: 'Gewählt',
    now: 'Jetzt',
    takeNew: 'Geänderten Tarif nehmen',
    againTitle: 'Noch einmal verkaufen?',
    againYes: 'Ja, noch einmal kaufen',
    againNo: 'Nein, nicht kaufen',
    offline:
      'Sie sind offline. Tarife können Sie ansehen. Verkaufen können Sie wieder, sobald Sie online sind.',
    setAside: (who) => `Beiseitegelegt: ${who}`,
    setAsideNameless: 'Ein halb ausgefülltes Formular liegt beiseite.',
    undo: 'Rückgängig',
    dropAside: 'Beiseitegelegtes verwerfen',
    notInstalled: 'Noch nicht installiert',
    notInstalledMore: (n) => `und ${n} weitere`,
  },

  order: {
    heading: (plan, who) => `${plan} für ${who}`,
    someone: 'unbekannten Kunden',
    states: {
      sending: 'Wird gesendet',
      accepted: 'Bestellung angekommen',
      preparing: 'Wird vorbereitet',
      ready: 'Bereit zur Übergabe',
      failed: 'Fehlgeschlagen',
      refused: 'Abgelehnt',
      not_sent: 'Nicht gesendet',
      unconfirmed: 'Nicht bestätigt',
      withheld: 'Angehalten',
      settled: 'Von Hand abgeschlossen',
      added: 'Aufgeladen',
      cancelling: 'Wird zurückgegeben',
      refunded: 'Erstattet',
    },
    ends: {
      sending: {
        title: 'Die Bestellung wird gesendet',
        body: 'Sie ist hier gespeichert und kann nicht verloren gehen.',
      },
      accepted: { title: 'Der eSIM-Anbieter hat die Bestellung', body: 'Sie ist bald bereit.' },
      preparing: { title: 'Die eSIM wird vorbereitet', body: 'Sie ist bald bereit.' },
      ready: { title: 'Die eSIM ist bereit', body: 'Übergeben Sie sie.' },
      failed: {
        title: 'Der eSIM-Anbieter konnte diese eSIM nicht herstellen',
        body: 'Ob sie berechnet wird, wissen wir nicht. Nennen Sie dem Support die Referenz, bevor Sie neu verkaufen.',
      },
      refused: {
        title: 'Der eSIM-Anbieter hat die Bestellung abgelehnt',
        body: 'Sie können sie ändern und neu verkaufen.',
      },
      not_sent: {
        title: 'Die Bestellung wurde nicht gesendet',
        body: 'Sie können gefahrlos neu verkaufen.',
      },
      unconfirmed: {
        title: 'Wir wissen noch nicht, ob die eSIM gekauft wurde',
        body: 'Die Bestellung wurde gesendet, aber die Verbindung brach vor der Antwort ab. Wir prüfen weiter. Verkaufen Sie jetzt nicht noch einmal.',
      },
      added: {
        title: 'Der Tarif ist auf der eSIM',
        body: 'Der Kunde muss nichts scannen: Der Tarif beginnt wie gewählt.',
      },
      cancelling: {
        title: 'Die eSIM wird zurückgegeben',
        body: 'Ihr Code wird nirgends mehr gezeigt. Was davon gedruckt oder gespeichert wurde, darf nicht mehr ausgegeben werden.',
      },
      refunded: {
        title: 'Die eSIM wurde zurückgegeben',
        body: 'Der eSIM-Anbieter berechnet sie nicht. Zahlen Sie dem Kunden zurück, was er bezahlt hat.',
      },
      withheld: {
        title: 'Noch nicht an den Kunden geben',
        body: 'Die eSIM wurde gekauft, aber ihr Code fehlt oder konnte nicht geprüft werden. Bitten Sie den Kunden zu warten, und nennen Sie dem Support die Referenz.',
      },
      settled: {
        title: 'Diese Bestellung wurde von Hand abgeschlossen',
        body: 'Die App unternimmt dazu nichts mehr.',
      },
    },
    sentBody: 'Zuerst hier gespeichert, damit sie nicht verloren geht.',
    sentSlow:
      'Der eSIM-Anbieter antwortet langsam. Das kann anderthalb Minuten dauern. Verkaufen Sie nicht noch einmal.',
    receivedBody: (short) => `Bestellung ${short}`,
    usually: 'Meist 5 bis 20 Sekunden.',
    soFar: (seconds) => `${plural(seconds, 'Sekunde', 'Sekunden')} bisher.`,
    longer: 'Das dauert länger als sonst. Wir prüfen weiter; Sie müssen nicht warten.',
    sent: 'Bestellung gesendet',
    now: 'jetzt',
    next: 'Solange weiterverkaufen',
    nextNote: 'Wir melden uns, sobald die eSIM bereit ist.',
    handOver: 'Übergeben',
    sellAgain: 'Zurück zum Verkauf',
    newSale: 'Neuer Verkauf',
    sellAnother: 'Diesem Kunden noch eine verkaufen',
    heldUp: 'Kurz verzögert',
    heldUpBody: 'Die Bestellung ist nicht verloren. Wir versuchen es weiter.',
    bought: {
      nothing: 'Es wurde nichts gekauft.',
      perhaps: 'Vielleicht wurde sie gekauft.',
      yes: 'Die eSIM wurde gekauft.',
      unknown: 'Ob sie berechnet wird, wissen wir noch nicht.',
      refunded: 'Sie wurde gekauft und erstattet.',
      not_yet: '',
    },
    verdicts: {
      handed_over: 'Gekauft, übergeben',
      not_handed_over: 'Gekauft, nicht übergeben',
      not_bought: 'Nicht gekauft',
      refunded: 'Erstattet',
      not_known: 'Abgeschlossen, Ausgang unbekannt',
    },
    waits: 'Bitte entscheiden',
    recovery: {
      title: 'Diese Bestellung wird gesucht',
      open: 'Öffnen',
      looked: (at) => `Zuletzt geprüft um ${at}. Wir suchen weiter.`,
      notLooked: 'Wir beginnen in wenigen Sekunden zu suchen.',
      emailNeeded:
        'Die E-Mail des Kunden ist nicht mehr gespeichert. Geben Sie sie ein, dann können wir suchen.',
      email: 'E-Mail des Kunden',
      look: 'Bestellung suchen',
      candidates: 'Das könnte sie sein',
      candidatesHint: 'Wählen Sie nur, wenn Sie sicher sind, dass sie diesem Kunden gehört.',
      choose: 'Diese ist es',
      nothingFound: 'Bisher wurde nichts gefunden',
      nothingFoundBody:
        'Wahrscheinlich wurde nichts gekauft, aber sicher ist das nicht. Bestellen Sie neu und die erste taucht doch auf, werden beide berechnet.',
      again: 'Trotzdem noch einmal bestellen',
      fillAgain: 'Verkauf neu ausfüllen',
      fillAgainBody: 'Was dafür eingegeben wurde, ist nicht mehr gespeichert.',
      againTitle: 'Ein zweites Mal bestellen?',
      againBody: 'Wurde die erste Bestellung doch gekauft, wird zweimal berechnet.',
      waits: (number) =>
        `Bestellung ${number} für denselben Kunden und Tarif ist noch offen. Bis sie geklärt ist, lässt sich zu dieser nichts sagen.`,
      twice: 'Zweimal gekauft',
      twiceBody:
        'Diese Bestellung wurde gefunden, nachdem noch einmal bestellt worden war. Sagen Sie es dem eSIM-Anbieter: Für einen Kunden wurden zwei eSIMs gekauft.',
      settle: 'Diesen Fall abschließen',
      settleBody:
        'Sobald Ihnen der eSIM-Anbieter gesagt hat, was daraus wurde. Die Tagessummen richten sich danach.',
      correct: 'Dieses Ergebnis berichtigen',
      correctBody: 'Bis Mitternacht können Sie berichtigen, was zu dieser Bestellung angegeben wurde.',
      became: 'Was wurde daraus?',
      outcomes: {
        handed_over: 'Sie wurde gekauft, und der Kunde hat sie',
        not_handed_over: 'Sie wurde gekauft, und der Kunde hat sie nicht',
        not_bought: 'Es wurde nichts gekauft',
        refunded: 'Sie wurde gekauft und erstattet',
        not_known: 'Niemand weiß es',
      },
      by: 'Ihr Name',
      sure: 'Diesen Fall abschließen?',
      sureBody: (verdict) =>
        `Er wird abgeschlossen als „${verdict}“. Zu dieser Bestellung fragen wir den eSIM-Anbieter dann nicht mehr.`,
      sureYes: 'Abschließen',
      needsPerson: 'Zu dieser Bestellung gibt es nichts Neues',
      needsPersonBody:
        'Wir prüfen weiter. Nennen Sie dem Support die Referenz, und schließen Sie den Fall ab, sobald Sie es wissen.',
      settledBy: (who) => `Abgeschlossen von ${who}.`,
    },
    referenceHint: 'Geben Sie dies dem Support.',
    topUp: 'Aufladen',
    endsOfTopUps: {
      failed: {
        title: 'Der eSIM-Anbieter konnte diesen Tarif nicht aufladen',
        body: 'Wir wissen nicht, ob er berechnet wird. Fragen Sie den Support mit der Referenz, bevor Sie noch einmal aufladen.',
      },
      withheld: {
        title: 'Mit dieser Aufladung stimmt etwas nicht',
        body: 'Der eSIM-Anbieter hat einen anderen Tarif oder eine andere eSIM aufgeladen. Nennen Sie dem Support die Referenz.',
      },
    },
    overTitle: (what, plan, who) => `${what}: ${plan} für ${who}`,
    readyTitle: (plan, who) => `${plan} für ${who} ist bereit`,
    needsPerson: (plan, who) => `Bitte entscheiden: ${plan} für ${who}`,
    look: 'Ansehen',
    outsideReady: 'Eine eSIM ist bereit',
    outsideGroup: 'Eine Gruppe wurde angehalten',
    outsideNeeds: 'Eine Bestellung wartet auf Ihre Entscheidung',
    outsideBody: (plan, time) => `${plan}, bestellt um ${time}`,
    steps: 'Wie weit die Bestellung ist',
    facts: 'Einzelheiten und Verlauf',
    elsewhere: (account) => `Verkauft mit ${account}`,
    elsewhereBody: 'Melden Sie sich mit diesem Konto an, dann geht es mit der Bestellung weiter.',
    history: 'Verlauf',
    copyWords: 'Meldung des eSIM-Anbieters kopieren',
    done: 'Erledigt',
    progress: 'Läuft',
    toCome: 'Kommt noch',
  },

  handOver: {
    title: 'Übergeben',
    for: 'Für',
    order: (short) => `Bestellung ${short}`,
    suffix: (suffix) => `Nr. … ${suffix}`,
    turn: (who, plan) => `Bildschirm drehen: ${who}, ${plan}`,
    turned: 'Kundenansicht',
    turnBack: 'Zurück',
    onSecond: (suffix) => `Der Kunde sieht ihn auf seinem Bildschirm, mit Nr. … ${suffix}.`,
    secondGone: 'Der Kundenbildschirm wurde getrennt. Nichts ist verloren: Drehen Sie diesen.',
    putAway: {
      timed_out: 'Der Code wurde nach einer Weile ausgeblendet',
      locked: 'Der Code wurde ausgeblendet, weil der Computer gesperrt wurde',
      withheld: 'Der Code wurde ausgeblendet: was der eSIM-Anbieter dazu sagt, passt nicht mehr zusammen',
    },
    putAwayWithheld:
      'Zwei Bestellungen beanspruchen diese eSIM, oder ihr Code wurde zurückgenommen. Der Kunde darf sie nicht installieren. Ist es schon geschehen, fragen Sie den eSIM-Anbieter mit der Referenz der Bestellung, bevor Sie eine andere verkaufen.',
    putAwayBody: 'Die eSIM bleibt beim Kunden; Sie können den Code wieder zeigen.',
    showAgain: 'Code wieder zeigen',
    orders: 'Bestellungen',
    done: 'Fertig, nächster Kunde',
    preparing: 'Der Code wird vorbereitet und geprüft …',
    qr: 'QR-Code zum Installieren der eSIM',
    copyCode: 'Installations\u00adcode kopieren',
    copyPicture: 'Bild kopieren',
    savePicture: 'Bild speichern',
    copiedCode: 'Installationscode kopiert.',
    copiedPicture: 'Bild kopiert. Der Zwischenablage-Verlauf dieses Computers kann es behalten.',
    copiedField: (field) => `${field} kopiert.`,
    copyField: (field) => `${field} kopieren`,
    saved: (path) => `Gespeichert als ${path}`,
    tools: 'Andere Wege der Übergabe',
    more: 'Weitere Wege',
    cameBack: (who: string) => `Das Fenster wurde neu gestartet. Dies ist weiterhin der Code für ${who}.`,
    confirmation: 'Das Handy wird nach einem Bestätigungscode fragen',
    confirmationBody:
      'Er steht nicht in der Bestellung: Fragen Sie den eSIM-Anbieter danach, bevor der Kunde geht.',
    slip: {
      open: 'Zettel drucken',
      paper: 'Papier',
      papers: { a4: 'A4', a5: 'A5', roll: 'Rolle, 80 mm', roll58: 'Rolle, 58 mm' },
      about: 'In der Sprache des Kunden, mit den Schritten für das oben gewählte Handy.',
      print: 'Drucken',
      save: 'Als PDF speichern',
      working: 'Der Zettel wird erstellt …',
      sent: 'An den Drucker gesendet.',
      cancelled: 'Nicht gedruckt. Ohne Drucker können Sie den Zettel als PDF speichern.',
    },
    mail: 'E-Mail schreiben',
    mailed: 'Der Entwurf ist in Ihrem E-Mail-Programm offen. Gesendet ist noch nichts.',
    links: {
      title: 'Links für Kunden, die schon am Handy sind',
      note: 'Wer einen Link hat, kann die eSIM installieren. Er öffnet sich beim Kunden, nie hier.',
      names: { iphone: 'iPhone-Link', windows: 'Windows-Link', android: 'Android-Link' },
      from: {
        iphone: 'Ab iOS 17.4',
        windows: 'Windows 11, ab 24H2',
        android: 'Vom eSIM-Anbieter nicht unterstützt',
      },
      copy: (link) => `${link} kopieren`,
      show: (link) => `${link} als QR-Code zeigen`,
      scan: {
        iphone: 'Installationslink, für ein iPhone',
        windows: 'Installationslink, für Windows',
        android: 'Installationslink, für Android',
      },
      scanNote: 'Nicht der Code für das SIM-Menü: Das ist der große.',
      android: 'Auch den Android-Link anbieten',
      androidNote:
        'Der eSIM-Anbieter unterstützt ihn nicht. Er funktioniert auf vielen Handys, nicht auf allen.',
    },
    guest: 'Für den Kunden',
    notAsSold:
      'Der Tarif auf dieser eSIM weicht vom verkauften ab. Öffnen Sie die Bestellung und vergleichen Sie, bevor der Kunde geht.',
    voucher: 'Gutscheincode',
    withheldTitle: 'Noch nicht an den Kunden geben',
    withheldBody:
      'Der Code konnte nicht geprüft werden und wird nicht gezeigt. Bitten Sie den Kunden zu warten, und geben Sie dem Support die Angaben unten.',
    doubts: {
      incomplete: 'Der eSIM-Anbieter gab nur einen Teil des Codes.',
      invalid: 'Der eSIM-Anbieter gab einen Code, den kein Handy lesen kann.',
      disagree: 'Der eSIM-Anbieter gab zwei Codes, die nicht übereinstimmen.',
      picture_wrong: 'Das Bild stimmte nicht mit dem Code überein.',
      claimed_twice:
        'Eine andere Bestellung hier hat dieselbe eSIM. Kein Code wird gezeigt, bis das geklärt ist.',
    },
    sim: {
      not_read: 'Die eSIM wird geprüft …',
      released: 'Wartet auf das Handy',
      downloaded: 'Auf dem Handy, nicht fertig',
      installed: 'Installiert',
      unavailable: 'Nicht mehr verwendbar',
      other: 'Status unbekannt',
    },
    fromLpa: 'Installationscode des eSIM-Anbieters',
    fromParts: 'Aus seinen Teilen gebildet',
    value: 'Angabe des eSIM-Anbieters',
  },

  orders: {
    title: 'Bestellungen',
    none: 'Noch keine Bestellungen',
    noneBody: 'Was Sie verkaufen, steht hier, mit seinem Status.',
    noneToday: 'Heute noch keine Bestellungen',
    noneFound: 'Keine Bestellung gefunden',
    noneFoundBody: 'Versuchen Sie weniger Buchstaben oder einen anderen Filter.',
    sell: 'eSIM verkaufen',
    list: 'Bestellungen, die neuesten zuerst',
    search: 'Bestellungen suchen',
    searchHint: 'E-Mail, Name, Bestellnummer, ICCID, Tarif',
    count: (n) => plural(n, 'Bestellung', 'Bestellungen'),
    customersNotReady:
      'Namen und E-Mails werden noch geladen; bis dahin sucht die Suche nur in den anderen Feldern.',
    periodLabel: 'Tage',
    periods: { today: 'Heute', day: 'Ein Tag', all: 'Alle Tage' },
    day: 'Welcher Tag',
    earlier: 'Noch offen von früheren Tagen',
    sold: (n) => `${plural(n, 'Bestellung', 'Bestellungen')} gekauft`,
    refunded: (n) => `${plural(n, 'Bestellung', 'Bestellungen')} erstattet`,
    credited: 'Zurück auf unser Konto',
    guestsGetBack: 'Zurück an Gäste',
    notKnown: (n) => `${plural(n, 'Bestellung', 'Bestellungen')} noch unklar`,
    perhapsCharged: 'Vielleicht berechnet',
    guestsPerhapsPay: 'Gäste zahlen dafür',
    unpriced: (n) => `${n} ohne bekannten Preis, nicht in den Beträgen`,
    kinds: { kind_new_esim: 'Neue eSIM', kind_top_up: 'Aufladung' },
    headingLabel: 'Status',
    headings: {
      all: 'Alle',
      in_progress: 'In Arbeit',
      ready: 'Bereit',
      needs_person: 'Zu klären',
      not_sold: 'Nichts gekauft',
      closed: 'Abgeschlossen',
    },
    more: (n) => `Mehr zeigen (${n})`,
    find: 'eSIM finden',
    findElsewhere: 'Auch den eSIM-Anbieter fragen',
    takings: 'Tag und Monat',
    unmatched: {
      title: 'Fehlende eSIMs suchen …',
      body: 'eSIMs, die über dieses Konto verkauft wurden und in diesem Bestellbuch fehlen: bei einem Schaden verloren oder an einem anderen Arbeitsplatz verkauft. Zum Aufnehmen brauchen Sie die E-Mail, mit der sie gekauft wurde.',
      reading: 'Der eSIM-Anbieter wird gefragt …',
      none: 'Es fehlt nichts.',
      inPart: 'Die Liste ist zu lang, um sie ganz zu durchsuchen',
      inPartSince: (since: string) =>
        `Was vor ${since} verkauft wurde, wurde nicht durchsucht. Suchen Sie es über die ICCID oder die E-Mail des Kunden.`,
      inPartAny:
        'Nur ein Teil wurde durchsucht. Suchen Sie, was fehlt, über die ICCID oder die E-Mail des Kunden.',
      noneInPart: 'Im durchsuchten Teil fehlt nichts.',
      unknownPlan: 'Tarif ohne Namen',
      noSim: 'Noch ohne SIM',
      choose: 'Diese',
      email: 'E-Mail des Kunden',
      emailHint: 'Die Adresse, mit der die eSIM gekauft wurde.',
      close: 'Schließen',
    },
    table: 'Als Tabelle speichern',
    tableTitle: 'Diese Tage als Tabelle speichern',
    tableBody: 'Eine CSV-Datei für Ihre Tabellenkalkulation. Sie enthält nie einen Installationscode.',
    tableSave: 'Speicherort wählen',
    withCustomers: 'Mit E-Mail und Namen der Kunden',
    withCustomersHint: 'Die Datei enthält dann persönliche Daten, und wer sie bekommt, kann sie lesen.',
    columns: {
      number: 'Nummer',
      date: 'Datum',
      time: 'Uhrzeit',
      state: 'Status',
      plan: 'Tarif',
      data: 'Daten',
      duration: 'Dauer',
      price: 'Unserem Konto berechnet',
      price_currency: 'Währung',
      guest_pays: 'Gast zahlt',
      guest_pays_currency: 'Währung (Gast)',
      note: 'Zimmer oder Beleg',
      staff: 'Verkäufer',
      iccid: 'ICCID',
      order_id: 'Bestellnummer',
      reference: 'Referenz',
      account: 'Konto',
      verdict: 'Ergebnis',
      kind: 'Art',
      refunded: 'Erstattet am',
      email: 'E-Mail',
      first_name: 'Vorname',
      last_name: 'Nachname',
    },
  },

  settings: {
    title: 'Einstellungen',
    account: 'Konto',
    service: 'eSIM-Anbieter',
    name: 'Konto',
    credential: { client: 'Client-ID und Secret', token: 'Zugriffstoken' },
    signedInWith: 'Anmeldung mit',
    environment: {
      production: 'Echtbetrieb (Production)',
      pre_production: 'Test (alle 72 Stunden gelöscht)',
      other: 'Eine andere Adresse',
      demo: 'Demo, auf diesem Computer',
    },
    secretIn: 'Zugangsdaten liegen',
    kept: {
      keychain: 'im Schlüsselbund dieses Computers',
      until_close: 'nur hier, bis Sie die App schließen',
    },
    expires: 'Token gültig bis',
    none: 'Es ist kein Konto verbunden.',
    signOut: 'Abmelden',
    signOutTitle: 'Jetzt abmelden?',
    signOutOpen: (n) =>
      `${plural(n, 'Bestellung läuft', 'Bestellungen laufen')} noch. ${n === 1 ? 'Sie bleibt gespeichert und läuft' : 'Alle bleiben gespeichert und laufen'} nach dem Anmelden weiter.`,
    signOutBody: 'Das Secret wird von diesem Computer entfernt. Die Bestellungen bleiben.',
    desk: 'Arbeitsplatz',
    deskName: 'Name dieses Arbeitsplatzes',
    country: 'Land dieses Arbeitsplatzes',
    looks: 'Aussehen und Sprache',
    appearance: 'Aussehen',
    appearances: { system: 'Wie dieser Computer', light: 'Hell', dark: 'Dunkel' },
    language: 'Sprache',
    asSystem: 'Wie dieser Computer',
    houseEmail: 'Eigene E-Mail-Adresse des Hauses',
    houseEmailHint:
      'Jede Bestellung unter dieser Adresse bekommt einen eigenen Zusatz, etwa desk+1234@hotel.example. So wird eine Bestellung sicher gefunden, wenn die Verbindung abbricht. Nur, wenn der eSIM-Anbieter das zulässt.',
    helper: 'Wer diesem Arbeitsplatz hilft',
    helperHint: 'Steht unter jeder Referenz.',
    helperParts: { name: 'Ansprechperson', phone: 'Telefon', email: 'E-Mail' },
    network: 'Firmennetz',
    proxy: 'Proxy',
    proxies: { system: 'Wie dieser Computer', none: 'Keiner', manual: 'Dieser' },
    proxyAddress: 'Adresse des Proxys',
    proxyUser: 'Benutzername des Proxys',
    proxyPassword: 'Passwort des Proxys',
    proxyLoginKept:
      'Benutzername und Passwort sind im Schlüsselbund dieses Computers. Neue Eingaben ersetzen sie.',
    forgetProxyLogin: 'Benutzername und Passwort entfernen',
    networkNote:
      'Nach einer Änderung hier muss das Secret des Kontos vielleicht noch einmal eingegeben werden; halten Sie es bereit.',
    extraCa: 'Weitere Zertifikatsdatei',
    extraCaHint:
      'Eine PEM-Datei Ihrer IT, falls das Netz sichere Verbindungen prüft. Sie wird einmal kopiert.',
    trusted: 'Hier auch vertraut. Vergleichen Sie mit den Angaben Ihrer IT:',
    noSubject: 'Ohne Namen',
    moreTrusted: (n) => `und ${n} ${n === 1 ? 'weiteres Zertifikat' : 'weitere Zertifikate'}`,
    forgetCertificates: 'Nicht mehr vertrauen',
    handOver: 'Übergabe',
    secondMonitor: 'Zweiter Bildschirm',
    secondMonitors: { customer: 'Zeigt die Kundenansicht', free: 'Nicht benutzt' },
    putAwayAfter: 'Code ausblenden nach',
    minutes: (n) => `${n} ${n === 1 ? 'Minute' : 'Minuten'}`,
    save: 'Speichern',
    saved: 'Gespeichert',
    data: 'Daten',
    dataFolder: 'Alles liegt in',
    copyPath: 'Pfad kopieren',
    privacy: 'Datenschutz',
    forgetAfter: 'Kundendaten löschen nach',
    forgetHint:
      'Gelöscht wird monatsweise, sobald der letzte Verkauf des Monats so lange zurückliegt. Tarife, Nummern und Preise bleiben. Das lässt sich nicht rückgängig machen.',
    about: 'Über die App',
    version: (version) => `eSIM Desk ${version}`,
    licence: 'Freie Software unter MIT oder Apache-2.0.',
    licences: 'Lizenzen des Enthaltenen',
    bundle: 'Bericht für den Support speichern',
    bundleBody:
      'Eine Textdatei für den Support: Versionen, Einstellungen, Protokoll und die letzten Fehler. Sie enthält keine Zugangsdaten, keine Kundendaten und keinen Code.',
  },

  repaired: {
    title: 'Das Bestellbuch war beschädigt und wurde repariert',
    body: (orders, fromBackup) =>
      `Es enthält ${plural(orders, 'Bestellung', 'Bestellungen')}${fromBackup ? ', mit Hilfe der Sicherung' : ''}. Sie können weiterverkaufen.`,
    lost: (n) =>
      `${plural(n, 'Bestellung war', 'Bestellungen waren')} nicht mehr lesbar. Der eSIM-Anbieter hat ${n === 1 ? 'sie' : 'sie alle'} noch.`,
    lostUnknown: (since) =>
      `Wie viele Bestellungen fehlen, wissen wir nicht${since ? `: Die Sicherung ist vom ${since}, und alles danach Verkaufte kann fehlen` : ''}. Der eSIM-Anbieter hat sie noch.`,
    olderTitle: 'Das Bestellbuch ist eine ältere Kopie',
    look: 'Fehlende eSIMs suchen',
    keptAside: 'Die beschädigte Datei liegt noch hier:',
    seen: 'OK',
  },

  bookNotes: {
    title: 'Mit dem Bestellbuch stimmt etwas nicht',
    closed: (months) =>
      `Kunden und Codes von ${months} lassen sich nicht öffnen: Der Schlüssel dafür fehlt im Schlüsselbund dieses Computers. Codes kommen weiterhin vom eSIM-Anbieter. Bis der Schlüssel wieder da ist, werden Kundendaten dieser Monate nicht gespeichert.`,
    copied:
      'Es liegt in einem Ordner, den ein Programm auf andere Computer kopiert. Das beschädigt Bestellbücher. Bitten Sie Ihre IT, es zu verlegen, heraus aus',
    others:
      'Daneben liegen Dateien, die wie ein zweites Bestellbuch aussehen. Bitten Sie Ihre IT nachzusehen, bevor sie gelöscht werden:',
    seen: 'OK',
  },

  standing: {
    settings: {
      partly_read: {
        title: 'Einige Einstellungen waren nicht lesbar',
        body: 'Diese sind wie auf einem neuen Computer, alle anderen sind erhalten. Bitte sehen Sie in den Einstellungen nach.',
      },
      restored: {
        title: 'Die Datei mit den Einstellungen war nicht lesbar',
        body: 'Es gelten Ihre früheren Einstellungen, mit Ihrem Konto.',
      },
      lost: {
        title: 'Die Datei mit den Einstellungen war nicht lesbar',
        body: 'Die App startet wie auf einem neuen Computer. Ihre Bestellungen sind sicher: Verbinden Sie das Konto wieder, dann geht es mit ihnen weiter.',
      },
    },
    keptAs: 'Die Datei wurde aufgehoben als',
    seen: 'OK',
    monitor: 'Es gibt einen zweiten Bildschirm',
    monitorBody: 'Er kann zum Kunden stehen und ihm den Code zeigen. Bis Sie wählen, erscheint dort nichts.',
    showThere: 'Kundenansicht dort zeigen',
    showOn: (monitor: string) => `Kundenansicht auf ${monitor} zeigen`,
    leaveAlone: 'Nicht benutzen',
  },

  closing: {
    title: 'Es laufen noch Bestellungen',
    body: (n) =>
      `${plural(n, 'Bestellung ist', 'Bestellungen sind')} noch nicht bereit. Beim nächsten Start geht es weiter.`,
    titleGroup: 'Eine Gruppe wird gekauft',
    group: 'Eine Gruppe wird gekauft. Was davon bleibt, wartet, bis wieder jemand weiterkaufen lässt.',
    stay: 'Bleiben',
    close: 'Trotzdem schließen',
  },

  failures: {
    fields: () => ({
      title: 'Im Formular stimmt noch etwas nicht',
      body: 'Sehen Sie die markierten Felder an.',
    }),
    no_account: () => ({ title: 'Kein Konto verbunden', body: 'Verbinden Sie Ihr Konto, um zu verkaufen.' }),
    not_signed_in: () => ({
      title: 'Anmeldung abgelehnt',
      fact: 'Das kann vorübergehen. Wir versuchen es weiter und fragen Sie nur, wenn es so bleibt.',
      body: 'Bleibt es so, melden Sie sich neu an, mit Client-ID und Secret, die Ihre Firma vom eSIM-Anbieter hat.',
    }),
    token_expired: () => ({
      title: 'Das Zugriffstoken ist abgelaufen',
      body: 'Melden Sie sich mit einem neuen an.',
    }),
    token_worn: () => ({
      title: 'Die Anmeldung war gerade abgelaufen',
      fact: 'Die App meldet sich neu an.',
      body: 'Drücken Sie noch einmal. Ist eine neue Anmeldung nötig, werden Sie danach gefragt.',
    }),
    not_allowed: () => ({
      title: 'Dieses Konto darf das nicht',
      body: 'Bitten Sie den eSIM-Anbieter, es freizuschalten, und nennen Sie die Referenz.',
    }),
    not_found: () => ({
      title: 'Der eSIM-Anbieter kennt das nicht',
      fact: 'Bleibt es so, nennen Sie dem Support die Referenz.',
      body: 'Versuchen Sie es in einer Minute noch einmal. Bleibt es so, nennen Sie dem Support die Referenz.',
    }),
    refused: () => ({
      title: 'Die Bestellung wurde abgelehnt',
      body: 'Der Grund des eSIM-Anbieters steht unten. Ändern Sie die Bestellung, oder fragen Sie den Support.',
    }),
    limit_reached: () => ({
      title: 'Das Limit des Kontos ist erreicht',
      body: 'Das Konto darf zurzeit nicht mehr kaufen. Fragen Sie die Person, die es verwaltet.',
    }),
    slow_down: ({ seconds }) => ({
      title: 'Zu viele Anfragen auf einmal',
      fact: 'Der eSIM-Anbieter bittet, kurz zu warten.',
      body:
        seconds === null
          ? 'Versuchen Sie es in einer Minute noch einmal.'
          : `Versuchen Sie es in ${plural(seconds, 'Sekunde', 'Sekunden')} noch einmal.`,
    }),
    not_sent: ({ why }) => ({
      title: 'Der eSIM-Anbieter war nicht zu erreichen',
      body: {
        name: 'Seine Adresse wurde nicht gefunden. Prüfen Sie die Internetverbindung.',
        connect:
          'Keine Verbindung. Prüfen Sie die Internetverbindung, oder fragen Sie Ihre IT nach einer Firewall.',
        tls: 'Fragen Sie Ihre IT: Eine sichere Verbindung war nicht möglich, vielleicht braucht dieses Netz ein Zertifikat in den Einstellungen.',
        dates: `Dieser Computer meint, es sei ${clock()}. Stimmt das nicht, stellen Sie seine Uhr. Stimmt es, ist das Zertifikat des eSIM-Anbieters abgelaufen: Sagen Sie es ihm.`,
        proxy: 'Fragen Sie Ihre IT: Der Proxy hat die Verbindung abgelehnt. Er steht in den Einstellungen.',
      }[why],
    }),
    unanswered: ({ why }) => ({
      title: 'Der eSIM-Anbieter hat nicht geantwortet',
      fact: why === 'timed_out' ? 'Es dauerte zu lange.' : 'Die Verbindung brach ab.',
      body:
        why === 'timed_out'
          ? 'Es dauerte zu lange. Versuchen Sie es noch einmal.'
          : 'Die Verbindung brach ab. Versuchen Sie es noch einmal.',
    }),
    service_trouble: ({ status }) => ({
      title: 'Der eSIM-Anbieter hat gerade eine Störung',
      fact: `Er antwortete mit Fehler ${status}.`,
      body: `Er antwortete mit Fehler ${status}. Versuchen Sie es in einigen Minuten noch einmal.`,
    }),
    redirected: () => ({
      title: 'Statt des eSIM-Anbieters hat etwas anderes geantwortet',
      body: 'Oft ist es die Anmeldeseite des WLANs: Öffnen Sie eine Webseite im Browser, melden Sie sich an, dann versuchen Sie es noch einmal. Wenn nicht, lassen Sie Ihre IT die Adresse des eSIM-Anbieters in den Einstellungen prüfen.',
    }),
    unreadable: () => ({
      title: 'Die Antwort war nicht zu verstehen',
      body: 'Vielleicht hat etwas im Netz sie verändert. Versuchen Sie es noch einmal; kommt es wieder vor, nennen Sie dem Support die Referenz.',
    }),
    too_large: () => ({
      title: 'Die Antwort war nicht verwendbar',
      body: 'Sie war viel zu lang. Prüfen Sie die Adresse des eSIM-Anbieters, oder nennen Sie dem Support die Referenz.',
    }),
    other_order: () => ({
      title: 'Die Antwort betraf eine andere Bestellung',
      body: 'Wir haben sie nicht verwendet, damit kein Kunde eine fremde eSIM bekommt. Nennen Sie dem Support die Referenz, und sehen Sie unter Bestellungen nach, bevor Sie neu verkaufen.',
    }),
    plan_gone: () => ({
      title: 'Diesen Tarif gibt es nicht mehr',
      body: 'Es wurde nichts gekauft. Wählen Sie einen anderen.',
    }),
    plan_changed: () => ({
      title: 'Der Tarif hat sich geändert',
      body: 'Es wurde nichts gekauft. Vergleichen Sie beide und entscheiden Sie.',
    }),
    no_top_up: ({ why }) =>
      ({
        unavailable: {
          title: 'Diese eSIM ist nicht mehr nutzbar',
          body: 'Verkaufen Sie dem Kunden eine neue eSIM.',
        },
        given_back: {
          title: 'Diese eSIM wurde zurückgegeben',
          body: 'Verkaufen Sie dem Kunden eine neue eSIM.',
        },
        full: {
          title: 'Auf dieser eSIM ist kein Platz mehr',
          body: 'Sie nimmt höchstens 15 Tarife auf. Wenn einer endet, ist wieder Platz.',
        },
        unknown: {
          title: 'Der eSIM-Anbieter kennt diese eSIM nicht',
          body: 'Prüfen Sie die ICCID. Vielleicht wurde sie mit einem anderen Konto verkauft.',
        },
        not_an_esim: {
          title: 'Das ist eine SIM-Karte aus Plastik',
          body: 'Hier lassen sich nur eSIMs aufladen.',
        },
      })[why],
    no_refund: ({ why }) =>
      ({
        downloaded: {
          title: 'Die eSIM ist auf einem Handy',
          body: 'Sie wurde dort geladen und kann nicht zurückgegeben werden.',
        },
        installed: {
          title: 'Die eSIM ist auf einem Handy installiert',
          body: 'Was installiert ist, kann nicht zurückgegeben werden.',
        },
        unavailable: {
          title: 'Die eSIM kann nicht zurückgegeben werden',
          body: 'Der eSIM-Anbieter hat sie nicht mehr oder sagt nicht, was mit ihr ist.',
        },
        used: {
          title: 'Es wurden schon Daten verbraucht',
          body: 'Was benutzt wurde, kann nicht zurückgegeben werden.',
        },
        top_up_open: {
          title: 'Eine Aufladung ist noch nicht entschieden',
          body: 'Sehen Sie zuerst diese Bestellung an. Noch weiß niemand, was erstattet würde.',
        },
        claimed_twice: {
          title: 'Zwei Bestellungen beanspruchen diese eSIM',
          body: 'Fragen Sie den Support mit der Referenz.',
        },
      })[why],
    sold_recently: ({ minutes, open }) => ({
      title: 'Noch einmal verkaufen?',
      body: open
        ? 'Die Bestellung dieses Kunden für denselben Tarif läuft noch.'
        : `Dieser Kunde hat denselben Tarif ${minutes < 1 ? 'gerade eben' : `vor ${plural(minutes, 'Minute', 'Minuten')}`} gekauft.`,
    }),
    keychain: ({ state }) => ({
      title: {
        waiting_for_unlock: 'Der Schlüsselbund ist gesperrt',
        none_here: 'Dieser Computer hat keinen Schlüsselbund',
        refused: 'Der Schlüsselbund hat abgelehnt',
        not_asked: 'Der Schlüsselbund hat nicht geantwortet',
        ready: 'Der Schlüsselbund hat es nicht gespeichert',
      }[state],
      body: {
        waiting_for_unlock:
          'Entsperren Sie ihn im Fenster, das Ihr Computer zeigt, und versuchen Sie es noch einmal.',
        none_here:
          'Das Secret hat hier keinen sicheren Platz. Sie können es nur behalten, bis Sie die App schließen.',
        refused:
          'Ihr Computer hat es nicht erlaubt. Erlauben Sie es dort, oder behalten Sie das Secret nur, bis Sie die App schließen.',
        not_asked:
          'Versuchen Sie es noch einmal, oder behalten Sie das Secret nur, bis Sie die App schließen.',
        ready: 'Versuchen Sie es noch einmal, oder behalten Sie das Secret nur, bis Sie die App schließen.',
      }[state],
    }),
    book: ({ why }) => ({
      title: 'Die Bestellung konnte nicht gespeichert werden',
      fact: bookFacts[why],
      body: {
        disk_full:
          'Es wurde deshalb nichts Neues bestellt. Die Festplatte ist voll: Schaffen Sie Platz, dann versuchen Sie es noch einmal.',
        read_only:
          'Es wurde deshalb nichts Neues bestellt. Bitten Sie Ihre IT um Schreibrechte für den Datenordner.',
        damaged:
          'Das Bestellbuch ist beschädigt. Eine Kopie wurde aufgehoben; fragen Sie den Support, bevor Sie verkaufen.',
        rebuilt:
          'Das Bestellbuch war beschädigt und wurde gerade repariert. Sehen Sie unter Bestellungen nach, dann versuchen Sie es noch einmal.',
        busy: 'Das Bestellbuch ist beschäftigt. Versuchen Sie es gleich noch einmal.',
        newer_version: 'Das Bestellbuch stammt von einer neueren Version der App. Installieren Sie diese.',
        network_folder:
          'Fragen Sie Ihre IT: Der Datenordner liegt auf einem Netzlaufwerk oder wird auf andere Computer kopiert, und dort ist ein Bestellbuch nicht sicher. Er muss auf die Festplatte dieses Computers (--data-dir).',
        other:
          'Es wurde deshalb nichts Neues bestellt. Versuchen Sie es noch einmal, oder fragen Sie den Support.',
      }[why],
    }),
    settings_file: ({ why }) => ({
      title: 'Die Einstellung wurde nicht gespeichert',
      body: {
        disk_full: 'Die Festplatte ist voll. Schaffen Sie Platz und versuchen Sie es noch einmal.',
        read_only: 'Bitten Sie Ihre IT um Schreibrechte für den Datenordner.',
        other: 'Versuchen Sie es noch einmal, oder starten Sie die App neu.',
      }[why],
    }),
    extra_ca: ({ why }) => ({
      title: 'Die Zertifikatsdatei lässt sich nicht verwenden',
      body: {
        missing:
          'Unter diesem Pfad liegt keine Datei, oder sie lässt sich nicht lesen. Prüfen Sie den Pfad, oder bitten Sie Ihre IT um die Datei.',
        not_a_certificate:
          'Die Datei enthält kein Zertifikat, das wir lesen können (PEM). Bitten Sie Ihre IT um eine andere.',
        too_large:
          'Die Datei ist zu groß für eine Liste von Zertifikaten. Bitten Sie Ihre IT um eine andere.',
        on_the_network: 'Kopieren Sie die Datei zuerst auf diesen Computer.',
      }[why],
    }),
    no_trust_store: () => ({
      title: 'Dieser Computer vertraut keinen Zertifikaten',
      body: 'Fragen Sie Ihre IT: Die Liste der Zertifizierungsstellen fehlt und muss eingerichtet werden (Linux: ca-certificates).',
    }),
    clipboard: () => ({
      title: 'Es wurde nichts kopiert',
      body: 'Die Zwischenablage hat es nicht angenommen. Versuchen Sie es noch einmal.',
    }),
    save: ({ why }) => ({
      title: 'Die Datei wurde nicht gespeichert',
      body: {
        disk_full: 'Die Festplatte ist voll. Wählen Sie einen anderen Ort.',
        read_only: 'In diesem Ordner kann nichts gespeichert werden. Wählen Sie einen anderen Ort.',
        other: 'Die Datei konnte nicht gespeichert werden. Wählen Sie einen anderen Ort.',
      }[why],
    }),
    print: () => ({
      title: 'Es wurde nicht gedruckt',
      body: 'Der Drucker nahm den Zettel nicht an. Versuchen Sie es noch einmal, oder speichern Sie ihn als PDF.',
    }),
    mail: () => ({
      title: 'Auf diesem Computer ist kein E-Mail-Programm eingerichtet',
      body: 'Kopieren Sie den iPhone-Link und senden Sie ihn auf anderem Weg, oder drucken Sie einen Zettel.',
    }),
    demo: () => ({
      title: 'Die Demo konnte nicht starten',
      body: 'Versuchen Sie es noch einmal, oder starten Sie die App neu.',
    }),
    demo_runs_elsewhere: () => ({
      title: 'Die Demo ist schon offen',
      body: 'Das Demo-Fenster ist jetzt vorn.',
    }),
    unknown_order: () => ({
      title: 'Diese Bestellung gibt es hier nicht mehr',
      body: 'Hierdurch wurde nichts gekauft. Sehen Sie unter Bestellungen nach.',
    }),
    other_account: () => ({
      title: 'Das wurde mit einem anderen Konto verkauft',
      body: 'Es wurde nichts gekauft. Verbinden Sie das Konto, mit dem es verkauft wurde, um weiterzumachen.',
    }),
    moved_on: () => ({
      title: 'Diese Bestellung ist inzwischen weiter',
      body: 'Hierdurch wurde nichts geändert. Sehen Sie nach, wie die Bestellung jetzt steht.',
    }),
    table: ({ why }) => ({
      title: {
        workbook: 'Das ist eine Arbeitsmappe, keine Texttabelle',
        not_text: 'Darin steht keine Tabelle',
        empty: 'Es steht nichts darin',
        too_many_rows: 'Es sind zu viele Zeilen',
        too_large: 'Diese Datei ist zu groß',
        closed: 'Die Datei lässt sich nicht öffnen',
      }[why.kind],
      body: {
        workbook: 'Speichern Sie sie als CSV, oder kopieren Sie die Zeilen und fügen Sie sie hier ein.',
        not_text: 'Öffnen Sie eine CSV-Datei, oder kopieren Sie die Zeilen und fügen Sie sie hier ein.',
        empty: 'Kopieren Sie die Zeilen mit den Gästen und fügen Sie sie hier ein.',
        too_many_rows:
          why.kind === 'too_many_rows'
            ? `Es sind ${why.rows} Zeilen; höchstens ${why.most} gehen auf einmal. Nehmen Sie sie in Teilen.`
            : '',
        too_large: 'So groß ist keine Gästeliste. Ist es die richtige Datei?',
        closed: 'Vielleicht ist sie in einem anderen Programm offen. Schließen Sie sie dort.',
      }[why.kind],
    }),
    group_changed: () => ({
      title: 'Was diese Gruppe kostet, hat sich geändert',
      body: 'Eine Zeile, ein Tarif oder ein Preis ist anders als auf der Schaltfläche. Bitte noch einmal ansehen; gekauft wurde nichts.',
    }),
    orders_fail: () => ({
      title: 'Bestellungen dieser Gruppe scheitern eine nach der anderen',
      body: 'Der eSIM-Anbieter nahm sie an, und es kam keine eSIM. Bitte diese Bestellungen ansehen, bevor es weitergeht.',
    }),
    phone_wanted: () => ({
      title: 'Der eSIM-Anbieter will das Handy jedes Gastes wissen',
      body: 'Eine Zeile ohne hat er abgelehnt; mehr wurde nicht gekauft. Sagen Sie in jeder Zeile, für welches Handy sie ist.',
    }),
    line_bought: () => ({
      title: 'Diese Zeile wurde schon gekauft',
      body: 'Oder sie kann es sein: Ihre Bestellung steht dabei. Hierdurch wurde nichts gekauft.',
    }),
    unknown_plan: () => ({
      title: 'Der eSIM-Anbieter kennt diesen Tarif nicht',
      body: 'Es wurde nichts gekauft. Wählen Sie einen anderen Tarif.',
    }),
    no_code: () => ({
      title: 'Diese Bestellung hat keinen Code zum Übergeben',
      body: 'Öffnen Sie die Bestellung, um den Status zu sehen.',
    }),
    code_put_away: () => ({
      title: 'Die Übergabe ist beendet, der Code wurde ausgeblendet',
      body: 'Die eSIM bleibt beim Kunden; Sie können den Code wieder zeigen.',
    }),
  },

  problems: {
    empty: () => 'Bitte ausfüllen.',
    too_long: ({ limit }) => `Zu lang: höchstens ${limit} Zeichen.`,
    line_break: () => 'Das enthält einen Zeilenumbruch. Fügen Sie nur eine Zeile ein.',
    not_an_email: () => 'Das sieht nicht nach einer E-Mail-Adresse aus.',
    not_the_buyer: () => 'Der eSIM-Anbieter kennt unter dieser E-Mail-Adresse keine solche eSIM.',
    not_digits: () => 'Bitte nur Ziffern.',
    wrong_length: ({ expected, found }) => `Es müssen ${expected} Ziffern sein, hier sind es ${found}.`,
    check_digits: () => 'Die Prüfziffern stimmen nicht: wahrscheinlich ein Tippfehler.',
    in_the_past: () => 'Dieser Tag ist vorbei.',
    not_a_date: () => 'Bitte einen Tag wählen.',
    not_an_address: () => 'Das ist keine Webadresse. Sie sollte mit https:// beginnen',
    not_secure: () => 'Die Adresse muss mit https:// beginnen, sonst könnten andere das Secret lesen.',
    with_version: () => 'Lassen Sie das /v2 am Ende weg.',
    more_than_an_address: () => 'Nur die Adresse: kein Name, kein Passwort, kein ? oder #.',
    not_a_country: () => 'Bitte ein Land wählen.',
    not_an_amount: () => 'Bitte einen Betrag wie 25,00, ohne Tausenderpunkt.',
    not_a_currency: () => 'Bitte die drei Buchstaben einer Währung, etwa EUR.',
    control_characters: () => 'Das enthält unsichtbare Zeichen. Tippen Sie es noch einmal.',
    turns_direction: () =>
      'Das enthält unsichtbare Zeichen, die die Reihenfolge der Buchstaben ändern. Tippen Sie es von Hand.',
    two_addresses: () => 'Das sind zwei E-Mail-Adressen. Lassen Sie nur die des Kunden stehen.',
    look_alikes: () => 'Das enthält Buchstaben, die nur wie die üblichen aussehen. Tippen Sie es von Hand.',
  },
}
