/** What the staff read only once a code is up or a customer comes back, in German. */
import type { LazyMessages } from '../en/staff-lazy'

const plural = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`

export const de: LazyMessages = {
  used: {
    downloaded: {
      title: 'Diese eSIM ist schon auf einem Handy',
      body: 'Sie wurde dort geladen, ist aber noch nicht fertig eingerichtet. Auf einem anderen Handy funktioniert der Code nicht.',
    },
    installed: {
      title: 'Diese eSIM ist schon installiert',
      body: 'Ein Handy benutzt sie. Auf einem anderen Handy funktioniert der Code nicht.',
    },
    unavailable: {
      title: 'Diese eSIM kann nicht mehr installiert werden',
      body: 'Sie wurde gelöscht oder zurückgezogen. Nennen Sie dem Support die Referenz, bevor Sie eine neue verkaufen.',
    },
    show: 'Trotzdem zeigen',
    look: 'Noch einmal prüfen',
  },
  advice: {
    title: 'Es dauert? Die häufigsten Gründe zuerst',
    reasons: [
      'Das Handy hat kein WLAN, oder eine Anmeldeseite davor.',
      'Das Handy unterstützt keine eSIM: *#06# muss eine EID zeigen.',
      'Das Handy ist für einen anderen Mobilfunkanbieter gesperrt.',
      'Die Kamera sieht den Code schlecht: mehr Licht, oder von Hand eingeben.',
    ],
  },
  takings: {
    title: 'Tag und Monat',
    reading: 'Wird zusammengezählt …',
    periodLabel: 'Welche Tage',
    periods: {
      today: 'Heute',
      this_month: 'Dieser Monat',
      last_month: 'Letzter Monat',
      thirty: '30 Tage',
      this_year: 'Dieses Jahr',
      own: 'Andere Tage',
    },
    from: 'Von',
    to: 'Bis',
    byLabel: 'Eine Zeile pro',
    by: { day: 'Tag', month: 'Monat', staff: 'Verkäufer', plan: 'Tarif' },
    columns: {
      day: 'Tag',
      month: 'Monat',
      staff: 'Verkäufer',
      plan: 'Tarif',
      data: 'Daten',
      duration: 'Dauer',
      place: 'Gebiet',
      product: 'Tarif-ID',
      sold: 'Verkauft',
      top_ups: 'Davon Aufladungen',
      refunded: 'Erstattet',
      unknown: 'Noch unklar',
      unpriced: 'Preis unbekannt',
      charged: 'Unserem Konto berechnet',
      charged_back: 'Zurück auf unser Konto',
      perhaps_charged: 'Vielleicht berechnet',
      paid: 'Gast zahlt',
      paid_back: 'Zurück an Gäste',
      perhaps_paid: 'Gast zahlt, noch unklar',
      no_staff: 'Ohne Namen',
      no_plan: 'Tarif ohne Namen',
    },
    lines: 'Die Summen, Zeile für Zeile',
    back: (amounts) => `erstattet: ${amounts}`,
    perhaps: (amounts) => `noch unklar: ${amounts}`,
    none: 'An diesen Tagen wurde nichts verkauft',
    noneBody: 'Wählen Sie andere Tage oder verkaufen Sie eine eSIM.',
    refunds: 'Ein Verkauf bleibt an seinem Tag. Eine Erstattung zählt an dem Tag, an dem sie kam.',
    unpriced: (n) =>
      `Von ${plural(n, 'Bestellung', 'Bestellungen')} ist kein Preis bekannt; ${n === 1 ? 'sie fehlt' : 'sie fehlen'} in den Beträgen.`,
    otherAccounts: (n) =>
      `${plural(n, 'Bestellung', 'Bestellungen')} davon ${n === 1 ? 'wurde' : 'wurden'} mit einem anderen Konto verkauft.`,
    unknownTitle: 'Noch unklar',
    unknownBody:
      'Diese Bestellungen zählen weder als verkauft noch als nicht verkauft. Öffnen Sie eine, um zu sehen, was fehlt.',
    moreOrders: (n) => `${plural(n, 'weitere steht', 'weitere stehen')} in der Liste der Bestellungen.`,
    picture: {
      title: 'Die letzten 30 Tage',
      told: (sold, most, day) =>
        `${sold} in 30 Tagen verkauft. Die meisten an einem Tag: ${most}, am ${day}.`,
      empty: 'In diesen 30 Tagen wurde nichts verkauft.',
      numbers: 'Die Zahlen als Tabelle',
    },
    compare: {
      title: 'Was der eSIM-Anbieter zählt',
      body: 'Liest die Liste des eSIM-Anbieters und zeigt, wo sie abweicht. Sie hat keine Preise, gezählt werden Tarife. Verkäufe gehen vor, darum dauert eine lange Liste Minuten.',
      start: 'Mit dem eSIM-Anbieter vergleichen',
      reading: 'Die Liste des eSIM-Anbieters wird geladen …',
      seen: (seen, of) => (of === null ? `${seen} geladen` : `${seen} von höchstens ${of} geladen`),
      stop: 'Anhalten',
      stopped: 'Angehalten. Es wurde nichts verglichen.',
      provider: 'Der eSIM-Anbieter führt',
      book: 'Bei uns verkauft',
      same: 'Auf beiden Seiten',
      equal: 'Keine Abweichung',
      differ: (n) => plural(n, 'Abweichung', 'Abweichungen'),
      kinds: {
        only_provider: {
          title: 'Nur beim eSIM-Anbieter',
          body: 'An einem anderen Arbeitsplatz verkauft oder bei uns verloren. „Fehlende eSIMs suchen“ bei den Bestellungen nimmt sie auf.',
        },
        not_bought_here: {
          title: 'Bei uns nicht gekauft, beim eSIM-Anbieter geführt',
          body: 'Sie wird vielleicht berechnet. Fragen Sie den Support, mit der Referenz der Bestellung.',
        },
        unknown_listed: {
          title: 'Bei uns unklar, beim eSIM-Anbieter geführt',
          body: 'Sie wurde gekauft. Öffnen Sie die Bestellung und schließen Sie den Fall ab.',
        },
        only_book: {
          title: 'Bei uns verkauft, beim eSIM-Anbieter nicht geführt',
          body: 'Fragen Sie den Support, was daraus wurde, mit der Referenz der Bestellung.',
        },
        without_number: {
          title: 'Verkauft, aber ohne Nummer zum Vergleichen',
          body: 'Jemand hat diese Fälle von Hand abgeschlossen. Vergleichen Sie sie mit der Rechnung.',
        },
        unknown_missing: {
          title: 'Bei uns unklar, nicht auf der Liste',
          body: 'Wahrscheinlich nicht gekauft. Öffnen Sie die Bestellung und schließen Sie den Fall ab, wenn Sie sicher sind.',
        },
        refunded_listed: {
          title: 'Bei uns erstattet, noch auf der Liste',
          body: 'Die Liste behält vielleicht, was erstattet ist. Ob es berechnet wird, zeigt die Rechnung.',
        },
      },
      unseenTitle: 'Nicht verglichen',
      unseen: {
        unreadable: (n) =>
          `${plural(n, 'Eintrag', 'Einträge')} der Liste ${n === 1 ? 'war' : 'waren'} nicht lesbar.`,
        undated: (n) => `${plural(n, 'Eintrag', 'Einträge')} der Liste ohne Datum.`,
        fresh: (n) =>
          `${plural(n, 'Verkauf', 'Verkäufe')} der letzten zehn Minuten: später noch einmal vergleichen.`,
        readFrom: (moment) => `Die Liste ist sehr lang. Geladen nur zurück bis ${moment}.`,
        earlier: (n) => `${plural(n, 'Bestellung', 'Bestellungen')} von uns aus der Zeit davor.`,
      },
      severalDesks:
        'Dieses Konto wird an mehreren Arbeitsplätzen benutzt. Was dort verkauft wurde, steht auch hier.',
      at: (moment) => `Verglichen am ${moment}.`,
    },
  },
  help: {
    open: 'Problem mit dieser eSIM?',
    title: 'Der Kunde sagt …',
    choose: 'Wählen Sie, was am ehesten passt.',
    sims: {
      not_read: 'Der eSIM-Anbieter hat uns nicht gesagt, wo diese eSIM ist.',
      released: 'Noch nicht installiert: Kein Handy hat diese eSIM.',
      downloaded: 'Auf einem Handy, noch nicht fertig eingerichtet.',
      installed: 'Installiert: Ein Handy benutzt diese eSIM.',
      unavailable: 'Nicht mehr verwendbar.',
      other: 'Der eSIM-Anbieter nennt einen Status, den wir nicht kennen.',
    },
    lookedAt: (time) => `Geprüft um ${time}.`,
    look: 'Noch einmal prüfen',
    tick: 'Haken Sie ab, was Sie versucht haben.',
    symptoms: {
      no_longer_valid: 'Der Code ist nicht mehr gültig',
      cannot_add: 'eSIM kann nicht hinzugefügt werden',
      nothing_happens: 'Es passiert nichts',
      no_internet: 'Kein Internet nach dem Installieren',
      wrong_phone: 'Sie ist auf dem falschen Handy',
      locked: 'Das Handy hat eine Anbietersperre',
    },
    checks: {
      unused: {
        title: 'Noch einmal scannen',
        body: 'Der eSIM-Anbieter sagt, dass kein Handy diese eSIM hat: Der Code ist gut. Am besten dort, wo das WLAN stark ist.',
      },
      scan_first: {
        title: 'Zuerst scannen',
        body: 'Noch hat kein Handy diese eSIM, also kann sie kein Internet geben. Übergeben Sie den Code.',
      },
      finish: {
        title: 'Auf dem Handy fertig einrichten',
        body: 'Die eSIM ist auf einem Handy, aber nicht eingerichtet. Im WLAN bleiben, dort die SIM-Einstellungen öffnen und fortfahren.',
      },
      there_already: {
        title: 'Sie ist schon da',
        body: 'Die eSIM ist installiert. Sie steht in den SIM-Einstellungen des Handys und muss nur eingeschaltet werden.',
      },
      gone: {
        title: 'Dieser Code funktioniert nicht mehr',
        body: 'Die eSIM wurde gelöscht oder zurückgezogen. Fragen Sie den Support nach einem neuen Code, bevor Sie noch eine verkaufen.',
      },
      right_phone: {
        title: 'Jetzt mit dem richtigen Handy scannen',
        body: 'Noch hat kein Handy diese eSIM, auch nicht das falsche.',
      },
      not_locked_out: {
        title: 'An der Sperre liegt es nicht',
        body: 'Das Handy hat die eSIM angenommen. Sehen Sie in seinen Einstellungen nach.',
      },
      wifi: {
        title: 'WLAN',
        body: 'Öffnet sich auf dem Handy eine Webseite? Gästenetze wollen oft zuerst eine Anmeldung. VPN ausschalten.',
      },
      from_settings: {
        title: 'Aus den SIM-Einstellungen scannen',
        body: 'Nicht mit einer QR-App. Wählen Sie bei den Schritten des Kunden das Handy: Dort steht, wie es geht.',
      },
      camera: {
        title: 'Licht und Abstand',
        body: 'Der ganze Code mit seinem weißen Rand muss im Bild sein. Geht es immer noch nicht: von Hand eingeben.',
      },
      eid: {
        title: '*#06# eintippen',
        body: 'Erscheint keine EID, unterstützt dieses Handy keine eSIM. Viele Handys vom chinesischen Festland haben keine eSIM.',
      },
      lock: {
        title: 'Anbietersperre',
        body: 'iPhone: Unter Einstellungen, Allgemein, Info muss bei „Anbietersperre“ stehen: „Keine SIM-Einschränkungen“. Andere Handys: Ihr Mobilfunkanbieter weiß es.',
      },
      room: {
        title: 'Platz für eine weitere eSIM',
        body: 'Ein Handy fasst nur wenige. Eine löschen, die nicht mehr gebraucht wird, nie die für diese Reise.',
      },
      restart: { title: 'Handy neu starten', body: 'Danach eine Minute warten und noch einmal scannen.' },
      update: {
        title: 'Handy aktualisieren',
        body: 'Alte Software kennt eSIM oder diesen Weg vielleicht nicht.',
      },
      line: {
        title: 'Leitung an und für Daten gewählt',
        body: 'In den SIM-Einstellungen: Die neue Leitung ist an, und sie ist die für mobile Daten.',
      },
      roaming: { title: 'Datenroaming an', body: 'Nur für die neue Leitung. Der Tarif enthält es schon.' },
      flight_mode: {
        title: 'Flugmodus an, zehn Sekunden, aus',
        body: 'Dann sucht das Handy noch einmal nach einem Netz.',
      },
      country: {
        title: 'Land und erster Tag',
        body: 'Ist der Kunde dort, wo der Tarif gilt, und hat er begonnen? Was verkauft wurde, steht bei der Bestellung.',
      },
      apn: {
        title: 'Zugangspunkt (APN)',
        body: 'Nicht ändern. Hat jemand einen eingetippt: Netzwerkeinstellungen für diese Leitung zurücksetzen.',
      },
      bound: {
        title: 'Für ein Gerät bestellt',
        body: 'Mit der Bestellung kam eine EID: Der Code funktioniert nur auf diesem Gerät.',
      },
      asked_twice: {
        title: 'Wurde er schon gescannt?',
        body: 'Ein Code gilt einmal. Vielleicht hat ihn ein anderes Handy des Kunden genommen: Sehen Sie dort nach.',
      },
      delete_there: {
        title: 'Auf dem falschen Handy löschen',
        body: 'Dann hier noch einmal prüfen. Steht da „Noch nicht installiert“, übergeben Sie den Code noch einmal; sonst fragen Sie den Support.',
      },
      unlock: {
        title: 'Nur sein Mobilfunkanbieter kann es entsperren',
        body: 'Der Kunde muss dort fragen. Es kann Tage dauern.',
      },
      other_device: {
        title: 'Ein anderes Handy kann sie nehmen',
        body: 'Der Code ist unbenutzt: Jedes Handy ohne Sperre geht, auch das einer Begleitperson.',
      },
      support: {
        title: 'Support fragen',
        body: 'Kopieren Sie den Text unten. Verkaufen Sie keine zweite eSIM, bevor die Antwort da ist.',
      },
    },
    copy: 'Text für den Support kopieren',
    copied: 'Kopiert. Er enthält weder Code noch Kundendaten.',
    text: 'Für den Support (auf Englisch)',
  },
  topUp: {
    title: 'Aufladen',
    forWhom: (who) => `Für ${who}`,
    esim: (end) => `die eSIM … ${end}`,
    body: 'Der Tarif kommt auf diese eSIM. Der Kunde muss nichts scannen.',
    search: 'Tarife suchen',
    none: 'Kein Tarif passt.',
    more: (n) => `${n} weitere. Suchen Sie, um sie zu sehen.`,
    choose: 'Tarif wählen',
    button: (plan, price) => `${plan} aufladen, ${price}`,
    unpriced: (plan) => `${plan} aufladen`,
    againTitle: 'Denselben Tarif noch einmal aufladen?',
    back: 'Zurück zur Bestellung',
    reading: 'Tarife werden geladen …',
  },
  refund: {
    title: 'Stornieren und erstatten',
    body: 'Für Kunden, die ihre eSIM nicht nutzen können. Das geht, solange sie auf keinem Handy ist und nicht benutzt wurde. Alle ihre Tarife gehen mit.',
    checking: 'Der eSIM-Anbieter wird gefragt …',
    may: 'Die eSIM ist auf keinem Handy und nicht benutzt. Die Rückgabe kostet nichts.',
    button: 'Zurückgeben und erstatten …',
    sure: 'Diese eSIM zurückgeben?',
    sureBody: (plan, who) =>
      `${plan} für ${who}. Der Code gilt sofort und für immer nicht mehr, und alle Tarife der eSIM gehen verloren.`,
    yes: 'Zurückgeben',
    no: 'eSIM behalten',
    waiting: 'Der eSIM-Anbieter hat es noch nicht bestätigt. Wir prüfen weiter.',
    unseen: 'Noch weiß niemand, ob sie zurückgegeben ist',
    unseenBody:
      'Der eSIM-Anbieter hat es nicht bestätigt, und der Status der eSIM ließ sich nicht prüfen. Wir prüfen weiter. Fragen Sie noch einmal an, oder schließen Sie den Fall ab, sobald Sie es wissen.',
    still: 'Die eSIM ist noch da',
    stillBody:
      'Sie sollte vor einigen Minuten zurückgegeben werden, und es ist nichts geschehen. Fragen Sie noch einmal, oder behalten Sie sie: Dann wird der Code neu geprüft, bevor Sie ihn übergeben können.',
    again: 'Noch einmal anfragen',
    failed: 'Die eSIM wurde nicht zurückgegeben',
    failedBody: 'Es wird nichts erstattet. Sobald ihr Code neu geprüft ist, können Sie die eSIM übergeben.',
    lookAgain: 'Neu prüfen',
  },
  phone: {
    title: 'Demo: das Handy des Kunden spielen',
    fails: 'Etwas geht schief',
    steps: {
      download: 'Scannen',
      install: 'Fertig installieren',
      delete: 'Löschen',
      start_again: 'Noch nicht gescannt',
      other_phone: 'Ein anderes Handy scannt',
      no_wifi: 'Kein WLAN',
      locked: 'Anbietersperre',
      no_room: 'Kein Platz',
      breaks_off: 'Bricht ab',
      expired: 'Code abgelaufen',
      too_many_tries: 'Zu viele Versuche',
    },
    says: {
      downloaded: 'Eine neue eSIM ist da. Fertig einrichten?',
      installed: 'Die neue Leitung ist an.',
      deleted: 'Die eSIM wurde gelöscht.',
      nothing_yet: 'Hier ist keine eSIM.',
      already_there: 'Diese eSIM ist schon auf diesem Handy.',
      used_code: 'Dieser Code ist nicht mehr gültig.',
      other_phone: 'Dieser Code funktioniert auf diesem Handy nicht.',
      no_wifi: 'Für eine neue eSIM bitte mit dem WLAN verbinden.',
      locked: 'Dieses Handy nimmt nur SIMs seines Mobilfunkanbieters.',
      no_room: 'Für eine weitere eSIM ist kein Platz.',
      broke_off: 'Die eSIM ließ sich nicht einrichten. Versuchen Sie es später noch einmal.',
      expired: 'Dieser Code ist abgelaufen.',
      too_many_tries: 'Die eSIM konnte nicht hinzugefügt werden.',
    },
    theySay: 'Das Handy sagt:',
    pair: (pair) => `Im Protokoll des Handys: ${pair}`,
  },
  updates: {
    title: 'Neuere Versionen',
    there: (version) => `eSIM Desk ${version} ist erschienen`,
    by: {
      program:
        'Das dauert etwa eine Minute: eSIM Desk schließt sich dafür. Laufende Bestellungen gehen danach weiter.',
      package_manager:
        'Sie kommt mit den Updates dieses Computers, über seine Paketverwaltung. Hier ist nichts zu tun.',
      it: 'Auf diesem Computer installiert sie Ihre IT. Nennen Sie ihr die Version.',
    },
    noInstaller: 'Für diesen Computer gibt es noch kein Installationsprogramm.',
    notes: 'Was neu ist',
    install: 'Jetzt installieren',
    notNow: 'Nicht jetzt',
    fetching: (version) => `eSIM Desk ${version} wird heruntergeladen`,
    ready: (version) => `eSIM Desk ${version} ist bereit`,
    waitsFor: {
      order_being_sent:
        'Die Installation beginnt, sobald der eSIM-Anbieter auf die Bestellung geantwortet hat.',
      code_on_screen: 'Die Installation beginnt, sobald der Code nicht mehr auf dem Bildschirm ist.',
      customer_waits: 'Die Installation beginnt, sobald die eben aufgegebene Bestellung übergeben ist.',
      group_goes_on: 'Die Installation beginnt, sobald die Gruppe gekauft oder angehalten ist.',
      sale_begun:
        'Die Installation beginnt, sobald der angefangene oder beiseitegelegte Verkauf bestellt oder verworfen ist.',
      top_up_begun:
        'Die Installation beginnt, sobald die angefangene oder beiseitegelegte Aufladung bestellt oder verworfen ist.',
      line_begun:
        'Die Installation beginnt, sobald die angefangene oder beiseitegelegte Zeile einer Gruppe gekauft oder verworfen ist.',
      form_begun:
        'Die Installation beginnt, sobald das angefangene oder beiseitegelegte Formular abgeschickt oder verworfen ist.',
      table_begun:
        'Die Installation beginnt, sobald die Tabelle mit mehreren Gästen gekauft oder verworfen ist.',
    },
    showIt: 'Dorthin',
    installing: (version) => `eSIM Desk ${version} wird installiert`,
    closes: 'eSIM Desk schließt sich jetzt.',
    notInstalled: (version) => `eSIM Desk ${version} wurde nicht installiert`,
    why: {
      not_reached: 'Das Herunterladen hat nicht funktioniert oder brach ab.',
      unreadable: 'Was heruntergeladen wurde, ist nicht die angekündigte Datei.',
      not_genuine: 'Was heruntergeladen wurde, ist nicht vom Herausgeber signiert. Sagen Sie es dem Support.',
      disk: 'Auf der Festplatte ist kein Platz dafür, oder sie lässt sich nicht beschreiben.',
      installer: 'Das Installationsprogramm startete nicht.',
    },
    gaveUp: 'Das Installationsprogramm wurde gestartet und kam nicht zum Ende.',
    goesOn: 'Sie können weiter verkaufen: Die vorhandene Version arbeitet wie bisher.',
    off: 'Diese Kopie sucht nicht nach neueren Versionen.',
    newest: (time) => `Geprüft ${time}: Das ist die neueste Version.`,
    notFound: {
      not_reached: (time) => `Geprüft ${time}: Niemand war zu erreichen.`,
      unreadable: (time) => `Geprüft ${time}: Die Antwort war nicht lesbar.`,
      not_genuine: (time) => `Geprüft ${time}: Die Antwort ist nicht vom Herausgeber signiert.`,
      disk: (time) => `Geprüft ${time}: Die Antwort ließ sich nicht ablegen.`,
      installer: (time) => `Geprüft ${time}: Die Antwort war nicht zu gebrauchen.`,
    },
    notYet: 'Zum ersten Mal wird einige Minuten nach dem Start geprüft.',
    look: 'Nach neueren Versionen suchen',
    lookHint:
      'Einmal am Tag. Über diesen Arbeitsplatz und sein Konto wird nichts gesendet, und nichts installiert sich von selbst.',
    channel: 'Welche',
    channels: { stable: 'Fertige', preview: 'Auch Vorschauen' },
    channelHint: 'Eine Vorschau ist eine Version, die noch erprobt wird.',
  },
  sim: {
    title: 'Die eSIM und ihre Tarife',
    reading: 'Der eSIM-Anbieter wird gefragt …',
    look: 'Noch einmal prüfen',
    readAt: (time) => `Geprüft um ${time}`,
    fromBefore: (moment) => `Nicht aktuell: Stand ${moment}`,
    notRead: 'Noch nicht geprüft',
    plans: 'Tarife auf dieser eSIM',
    noPlan: 'Auf dieser eSIM läuft oder wartet kein Tarif.',
    notAll: 'Vielleicht gibt es weitere Tarife: Der eSIM-Anbieter hat nicht alle genannt.',
    over: (n) => `Beendete Tarife (${n})`,
    unnamed: 'Tarif ohne Namen',
    planStates: {
      active: 'Läuft',
      pending: 'Beginnt später',
      pending_usage: 'Beginnt bei erster Nutzung',
      other: 'Status unbekannt',
      depleted: 'Daten verbraucht',
      expired: 'Beendet',
    },
    leftOf: (left, of) => `Noch ${left} von ${of}`,
    left: (left) => `Noch ${left}`,
    shareLeft: (percent) => `Noch ${percent} % der Daten`,
    leftUnknown: (of) => `${of} insgesamt; wie viel übrig ist, ist nicht bekannt`,
    noBalance: 'Der eSIM-Anbieter sagt nicht, wie viele Daten noch übrig sind.',
    begins: 'Beginnt',
    began: 'Begonnen',
    ends: 'Endet',
    ended: 'Geendet',
    timeLeft: (unit, n) =>
      unit === 'days'
        ? `noch ${n} ${n === 1 ? 'Tag' : 'Tage'}`
        : `noch ${n} ${n === 1 ? 'Stunde' : 'Stunden'}`,
    startNow: 'Jetzt starten',
    startSure: 'Diesen Tarif jetzt starten?',
    startBody: 'Seine Tage zählen dann sofort. Das lässt sich nicht rückgängig machen.',
    startYes: 'Tarif starten',
    starting: 'Wird gestartet …',
    startChecking: 'Gesendet. Wir prüfen, ob der Tarif begonnen hat …',
    notStarted: 'Es wurde gesendet, aber der Tarif wartet noch. Sie können es noch einmal versuchen.',
    startFailed: 'Der Tarif wurde nicht gestartet.',
    startRefused: 'Der eSIM-Anbieter hat den Tarif nicht gestartet',
  },
  find: {
    title: 'eSIM finden',
    label: 'ICCID, E-Mail, Bestellnummer oder Referenz',
    hint: 'Findet auch, was ein anderer Arbeitsplatz mit diesem Konto verkauft hat. Die letzte Ziffer einer ICCID darf fehlen.',
    find: 'Finden',
    looking: 'Suche hier und beim eSIM-Anbieter …',
    list: 'Gefundene eSIMs',
    count: (n) => `${n} gefunden`,
    none: {
      iccid: 'Zu diesem Konto gehört keine eSIM mit dieser ICCID.',
      email: 'Mit dieser E-Mail-Adresse wurde nichts gekauft.',
      number:
        'Keine Bestellung mit dieser Nummer. Referenzen anderer Arbeitsplätze lassen sich nicht nachschlagen.',
      words: 'Nichts gefunden in den Bestellungen dieses Arbeitsplatzes.',
    },
    withoutEsim: {
      on_its_way:
        'Der eSIM-Anbieter hat diese Bestellung, aber noch keine eSIM dazu. Sehen Sie in ein paar Minuten noch einmal nach.',
      completed:
        'Der eSIM-Anbieter nennt diese Bestellung fertig, aber noch nicht ihre eSIM. Sehen Sie in ein paar Minuten noch einmal nach.',
      failed: 'Der eSIM-Anbieter hat diese Bestellung und meldet, dass sie gescheitert ist.',
    },
    notAsked: 'Hier nichts gefunden. Der eSIM-Anbieter konnte nicht gefragt werden.',
    onlyHere: 'Nur die Bestellungen dieses Arbeitsplatzes wurden durchsucht.',
    words:
      'Nur die Bestellungen dieses Arbeitsplatzes wurden durchsucht: Der eSIM-Anbieter sucht nur nach den Angaben oben.',
    searchedAs: 'Gesucht wurde',
    checkDigit: 'Diese ICCID ist wohl vertippt',
    checkDigitBody:
      'Ihre letzte Ziffer passt nicht zu den anderen. Vergleichen Sie sie Ziffer für Ziffer mit dem Handy.',
    otherAccount: 'Mit einem anderen Konto verkauft',
    otherAccountBody: 'Melden Sie sich mit jenem Konto an, um diese eSIM zu sehen.',
    more: 'Es gibt mehr als diese. Suchen Sie eine mit ihrer ICCID.',
    noSim: 'Keine eSIM',
    soldHere: 'An diesem Arbeitsplatz verkauft',
    soldElsewhere: 'Nicht hier verkauft',
    show: 'Status und Tarife zeigen',
    adoptBody:
      'Ihr Code wird hier nicht gezeigt. Zum Aushändigen nehmen Sie sie in die Bestellungen dieses Arbeitsplatzes auf.',
    adopt: 'In unsere Bestellungen aufnehmen',
    cannotAdopt: 'Sie hat keinen Tarif und kann deshalb nicht in die Bestellungen aufgenommen werden.',
  },
  group: {
    title: 'Mehrere auf einmal',
    intro:
      'Kopieren Sie die Gäste aus einer Tabelle und fügen Sie sie hier ein, oder öffnen Sie eine CSV-Datei. Jede Zeile wird geprüft und gezeigt, bevor etwas gekauft wird.',
    paste: 'Ein Gast je Zeile',
    pasteHint:
      'Gast, E-Mail, Tarif, Beginn, Sprache: in jeder Reihenfolge, mit oder ohne Überschriften. Zimmer oder Beleg braucht eine Überschrift.',
    read: 'Zeilen prüfen',
    open: 'Datei öffnen',
    earlier: 'Bisherige Gruppen',
    ofMoment: (moment: string, n: number) => `${moment}: ${n} ${n === 1 ? 'Zeile' : 'Zeilen'}`,
    notAsked: (n: number) => `${n} noch nicht gekauft`,
    boughtOf: (n: number) => `${n} gekauft`,
    needPerson: (n: number) => `${n} zu klären`,
    moreGroups: 'Mehr anzeigen',
    columns: 'Was in den Spalten steht',
    column: (n: number, cell: string) => (cell === '' ? `Spalte ${n}` : `Spalte ${n} (${cell})`),
    phonesNeeded:
      'Der eSIM-Anbieter will Modell und IMEI vom Handy jedes Gastes wissen: aus Spalten der Tabelle, oder in jeder Zeile eingetragen.',
    kinds: {
      guest: 'Gast',
      first_name: 'Vorname',
      last_name: 'Nachname',
      email: 'E-Mail',
      plan: 'Tarif',
      start: 'Beginn',
      note: 'Zimmer oder Beleg',
      language: 'Sprache',
      phone_model: 'Handymodell',
      imei: 'IMEI',
      other: 'Nichts für uns',
    },
    headings: (line: number) =>
      line === 1 ? 'Die erste Zeile sind Überschriften' : `Zeile ${line} sind Überschriften`,
    seems:
      'Spalten, die nach Tagen oder E-Mail-Adressen aussehen, werden noch nicht verwendet. Sagen Sie, was jede ist.',
    chooseKind: 'Bitte wählen',
    daysCouldBeTwo:
      'Tage in der Spalte für den Beginn könnten je zwei sein. Sagen Sie einmal, ob der Tag oder der Monat vorne steht.',
    whichDay: (day: string) => `Welcher Tag ist ${day}?`,
    dayOrders: {
      day_first: 'Tag vorne (31/12/2026)',
      month_first: 'Monat vorne (12/31/2026)',
    },
    letters: 'Sehen Buchstaben falsch aus?',
    encodings: {
      western: 'Westeuropäisch',
      mac: 'Westeuropäisch (Mac)',
      central_european: 'Mitteleuropäisch',
      baltic: 'Baltisch',
      cyrillic: 'Kyrillisch',
      greek: 'Griechisch',
      turkish: 'Türkisch',
      hebrew: 'Hebräisch',
      arabic: 'Arabisch',
      japanese: 'Japanisch',
      chinese_simplified: 'Chinesisch (vereinfacht)',
      chinese_traditional: 'Chinesisch (traditionell)',
      korean: 'Koreanisch',
    },
    noLetters:
      'Passt nichts davon, speichern Sie die Tabelle im Tabellenprogramm als „CSV UTF-8“ und öffnen Sie sie neu.',
    forAll: 'Wo eine Zeile nichts sagt',
    noPlan: 'Kein Tarif',
    asForAll: 'Wie für die Gruppe',
    emailHint: 'Eine Adresse für die ganze Gruppe genügt, etwa die des Hauses.',
    lines: 'Zeilen',
    line: 'Zeile',
    onlyBad: (n: number) => `Nur Zeilen mit Problem (${n})`,
    linesBefore: 'Frühere Zeilen',
    linesAfter: 'Weitere Zeilen',
    linesOf: (from: number, to: number, all: number) => `${from} bis ${to} von ${all}`,
    good: 'Kann gekauft werden',
    change: 'Ändern',
    changeLine: (line: number) => `Zeile ${line} ändern`,
    leaveOut: 'Weglassen',
    keep: 'Änderung behalten',
    anyway: 'Trotzdem kaufen',
    problems: {
      plan_missing: 'Es ist kein Tarif gewählt',
      plan_unknown: 'So heißt kein Tarif, den es gibt',
      plan_unclear: (n: number) =>
        n === 1 ? 'Vielleicht ist ein Tarif gemeint: wählen Sie ihn' : `${n} Tarife passen: wählen Sie einen`,
      start_unclear: 'Unklar, welcher Tag: schreiben Sie ihn als 2026-12-31',
      start_far: 'In mehr als zwei Jahren: stimmt das Jahr?',
      no_guest: 'Vielleicht kein Gast, sondern Titel, Überschrift oder Summe',
      same_as: (line: number) => `Dasselbe wie Zeile ${line}`,
      in_another_group: 'Steht in einer anderen Gruppe, die noch nicht gekauft ist',
      bought_before: 'Derselbe Gast bekam diesen Tarif in den letzten 7 Tagen mit einer Gruppe',
    },
    buy: (n: number, cost: string) => `${n} ${n === 1 ? 'eSIM' : 'eSIMs'} für ${cost} kaufen`,
    buyAsked: 'Sagen Sie erst, was in den Spalten steht',
    buyNone: 'Noch keine Zeile kann gekauft werden',
    and: ' und ',
    unpriced: (n: number) => `${n} ohne Preis`,
    rest: (n: number) =>
      n === 1
        ? '1 Zeile hat ein Problem und wird jetzt nicht gekauft. Sie bleibt in der Gruppe und lässt sich später ändern.'
        : `${n} Zeilen haben ein Problem und werden jetzt nicht gekauft. Diese Zeilen bleiben in der Gruppe und lassen sich später ändern.`,
    checks: 'Wird geprüft …',
    begins: 'Die Gruppe wird gespeichert …',
    otherTable: 'Andere Tabelle',
    ofGroup: (n: number) => `Gruppe von ${n}`,
    progress: (n: number, of: number) => `${n} von ${of} gekauft`,
    said: {
      going: 'Die Gruppe wird gekauft, Zeile für Zeile. Gäste am Empfang gehen vor.',
      paused: 'Für diese Gruppe wird nichts gekauft.',
      unbought: (n: number) =>
        n === 1
          ? '1 Zeile ist nicht gekauft. Ändern Sie sie oder lassen Sie sie weg.'
          : `${n} Zeilen sind nicht gekauft. Ändern Sie sie oder lassen Sie sie weg.`,
      stopped: 'Die Gruppe wurde angehalten.',
      unknown: (n: number) =>
        n === 1
          ? 'Bei 1 Zeile ist noch nicht bekannt, ob sie gekauft ist: Öffnen Sie die Bestellung.'
          : `Bei ${n} Zeilen ist noch nicht bekannt, ob sie gekauft sind: Öffnen Sie die Bestellungen.`,
      onHold: (n: number) =>
        n === 1
          ? '1 eSIM ist gekauft, aber ihr Code ist angehalten: Öffnen Sie die Bestellung.'
          : `${n} eSIMs sind gekauft, aber ihre Codes sind angehalten: Öffnen Sie die Bestellungen.`,
      underWay: (n: number) =>
        n === 1 ? '1 eSIM wird noch vorbereitet.' : `${n} eSIMs werden noch vorbereitet.`,
      done: 'Jede Zeile ist erledigt.',
    },
    planNow: (plan: string) =>
      `Er ist jetzt: ${plan}. Die wartenden Zeilen werden zu diesem Preis gekauft, sobald Sie drücken.`,
    planGone: 'Seine Zeilen werden nicht gekauft. Wählen Sie mit „Ändern“ für jede einen anderen.',
    afterStart: 'Nach einer Pause oder einem Neustart geht nichts von selbst weiter.',
    states: {
      waiting: 'Noch nicht gekauft',
      next: 'Kommt als Nächstes',
      buying: 'Wird gekauft',
      stopped: 'Nicht gekauft',
      left_out: 'Weggelassen',
      unsure: 'Nicht bekannt',
      gone: 'Gelöscht',
    },
    why: {
      fields: 'Mit „Ändern“ sehen Sie, was nicht stimmt.',
      sold_recently:
        'Dieser Gast hat denselben Tarif schon am Empfang oder an einem anderen Platz bekommen. Sehen Sie zuerst dort nach.',
      plan_gone: 'Diesen Tarif gibt es nicht mehr.',
      bought_before: 'Derselbe Gast bekam diesen Tarif mit einer anderen Gruppe.',
      plan_changed: 'Der Tarif oder sein Preis hat sich geändert.',
    },
    insist: {
      all: (n: number) =>
        n === 1
          ? '1 gerade erst verkaufte Zeile trotzdem kaufen'
          : `${n} gerade erst verkaufte Zeilen trotzdem kaufen`,
      title: (n: number) => `${n} ${n === 1 ? 'eSIM' : 'eSIMs'} noch einmal kaufen?`,
      body: 'Diese Zeilen wurden nicht gekauft, weil derselbe Tarif gerade erst für dieselbe E-Mail-Adresse bestellt wurde oder diese Bestellung noch läuft: am Empfang, mit einer anderen Gruppe oder an einem anderen Platz. Sehen Sie zuerst dort nach: Jede eSIM, die jetzt gekauft wird, wird zusätzlich berechnet.',
      yes: (n: number, cost: string) => `Ja, ${n} ${n === 1 ? 'eSIM' : 'eSIMs'} für ${cost} kaufen`,
    },
    unsure:
      'Das Bestellbuch wurde neu aufgebaut, diese Zeile kann schon gekauft sein. Sehen Sie unter „eSIM finden“ nach, bevor Sie sie kaufen.',
    otherAccount:
      'Diese Gruppe wurde mit einem anderen Konto begonnen. Melden Sie sich dort an, um weiterzumachen.',
    pause: 'Anhalten',
    goOn: (n: number, cost: string) => `Weiter: ${n} für ${cost} kaufen`,
    tryAgain: (line: number) => `Zeile ${line} kaufen`,
    tryFor: (line: number, cost: string) => `Zeile ${line} für ${cost} kaufen`,
    see: 'Bestellung',
    nextGuest: (who: string) => `Nächster Gast: ${who}`,
    handed: (n: number, of: number) => `${n} von ${of} übergeben`,
    allHanded: 'Alle Codes wurden übergeben',
    handedOver: 'Gezeigt',
    papers: 'Codes für alle Gäste',
    papersBody:
      'Eine Seite je Gast, dessen Code bereit ist. Wer eine Seite hat, kann diese eSIM installieren.',
    pageLanguage: 'Sprache, wo die Zeile keine nennt',
    pagePhone: 'Telefon, wo die Zeile keines nennt',
    print: (n: number) => `${n} ${n === 1 ? 'Seite' : 'Seiten'} drucken`,
    savePdf: 'Als ein PDF speichern',
    savePictures: 'Bilder und Tabelle speichern',
    laying: (n: number, of: number) => `Seite ${n} von ${of} …`,
    notReady: (n: number) => `${n} ${n === 1 ? 'Code ist' : 'Codes sind'} nicht bereit und nicht dabei.`,
    without: (n: number, lines: string) =>
      `${n === 1 ? 'Zeile' : 'Zeilen'} ${lines}: kein Code zum Übergeben, darum nicht dabei.`,
    file: 'Datei',
    inGroup: (line: number) => `Zeile ${line} einer Gruppe`,
  },
  keys: {
    title: 'Tasten',
    search: 'Tarife oder Bestellungen suchen',
    enter: 'Eingabe',
    goOn: 'Weiter; kauft nur auf dem Knopf selbst',
    list: 'In der Tarifliste wählen',
    back: 'Zurück',
    sheet: 'Diese Übersicht',
    scanner: 'Was ein Scanner tippt, gilt nie als Tastendruck.',
  },
}
