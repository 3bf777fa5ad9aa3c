/** What the staff read only once a code is up or a customer comes back, in German. */
import type { LazyMessages } from '../en/staff-lazy'

export const de: LazyMessages = {
  used: {
    downloaded: {
      title: 'Diese eSIM ist schon auf einem Handy',
      body: 'Sie wurde dort geladen und ist noch nicht fertig. Auf jedem anderen Handy geht der Code nicht.',
    },
    installed: {
      title: 'Diese eSIM ist schon installiert',
      body: 'Ein Handy benutzt sie. Auf jedem anderen Handy geht der Code nicht.',
    },
    unavailable: {
      title: 'Diese eSIM kann nicht mehr installiert werden',
      body: 'Sie wurde gelöscht oder zurückgezogen. Fragen Sie mit der Referenz den Support, bevor Sie eine neue verkaufen.',
    },
    show: 'Trotzdem zeigen',
    look: 'Noch einmal nachsehen',
  },
  advice: {
    title: 'Es dauert? Die häufigsten Gründe zuerst',
    reasons: [
      'Das Handy hat kein WLAN, oder eine Anmeldeseite davor.',
      'Das Handy kann keine eSIM: *#06# muss eine EID zeigen.',
      'Das Handy ist an einen anderen Anbieter gebunden.',
      'Die Kamera sieht den Code schlecht: mehr Licht, oder von Hand eingeben.',
    ],
  },
  help: {
    open: 'Der Kunde sagt …',
    title: 'Der Kunde sagt …',
    choose: 'Wählen Sie, was am ehesten passt.',
    sims: {
      not_read: 'Der Dienst hat uns nicht gesagt, wo diese eSIM ist.',
      released: 'Noch nicht installiert: Kein Handy hat diese eSIM.',
      downloaded: 'Auf einem Handy, noch nicht fertig.',
      installed: 'Installiert: Ein Handy benutzt diese eSIM.',
      unavailable: 'Nicht mehr verwendbar.',
      other: 'Der Dienst nennt einen Zustand, den wir nicht kennen.',
    },
    lookedAt: (time) => `Nachgesehen um ${time}.`,
    look: 'Noch einmal nachsehen',
    tick: 'Haken Sie ab, was Sie versucht haben.',
    symptoms: {
      no_longer_valid: 'Der Code ist nicht mehr gültig',
      cannot_add: 'eSIM kann nicht hinzugefügt werden',
      nothing_happens: 'Es passiert nichts',
      no_internet: 'Kein Internet nach dem Installieren',
      wrong_phone: 'Sie ist auf dem falschen Handy',
      locked: 'Das Handy ist an einen Anbieter gebunden',
    },
    checks: {
      unused: {
        title: 'Noch einmal scannen',
        body: 'Der Dienst sagt, dass kein Handy diese eSIM hat: Der Code ist gut. Am besten dort, wo das WLAN stark ist.',
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
        title: 'Dieser Code geht nicht mehr',
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
        body: 'Nicht mit einer QR-App. Wählen Sie auf der Kundenseite das Handy: Dort steht der Weg.',
      },
      camera: {
        title: 'Licht und Abstand',
        body: 'Der ganze Code mit seinem weißen Rand muss im Bild sein. Geht es immer noch nicht: von Hand eingeben.',
      },
      eid: {
        title: '*#06# wählen',
        body: 'Erscheint keine EID, kann dieses Handy keine eSIM. Viele Handys vom chinesischen Festland haben keine.',
      },
      lock: {
        title: 'Anbietersperre',
        body: 'iPhone: Unter Einstellungen, Allgemein, Info muss bei „Anbietersperre“ stehen: „Keine SIM-Einschränkungen“. Andere Handys: Ihr Anbieter weiß es.',
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
        body: 'Dann sucht das Handy das Netz von Neuem.',
      },
      country: {
        title: 'Land und erster Tag',
        body: 'Ist der Kunde dort, wo der Tarif gilt, und hat er begonnen? Was verkauft wurde, steht bei der Bestellung.',
      },
      apn: {
        title: 'Zugangspunkt (APN)',
        body: 'So lassen, wie er kam. Hat jemand einen eingetippt: Netzwerkeinstellungen für diese Leitung zurücksetzen.',
      },
      bound: {
        title: 'Für ein Gerät bestellt',
        body: 'Mit der Bestellung kam eine EID: Der Code geht nur auf diesem Gerät.',
      },
      asked_twice: {
        title: 'Wurde er schon gescannt?',
        body: 'Ein Code gilt einmal. Vielleicht hat ihn ein anderes Handy des Kunden genommen: Sehen Sie dort nach.',
      },
      delete_there: {
        title: 'Auf dem falschen Handy löschen',
        body: 'Dann hier noch einmal nachsehen. Steht da „Noch nicht installiert“, übergeben Sie den Code noch einmal; sonst fragen Sie den Support.',
      },
      unlock: {
        title: 'Nur sein Anbieter kann es entsperren',
        body: 'Der Kunde muss dort fragen. Es kann Tage dauern.',
      },
      other_device: {
        title: 'Ein anderes Handy kann sie nehmen',
        body: 'Der Code ist unbenutzt: Jedes Handy ohne Sperre geht, auch das einer Mitreisenden.',
      },
      support: {
        title: 'Support fragen',
        body: 'Kopieren Sie den Text unten. Verkaufen Sie keine zweite eSIM, bevor die Antwort da ist.',
      },
    },
    copy: 'Text für den Support kopieren',
    copied: 'Kopiert. Er enthält weder Code noch Kunden.',
    text: 'Für den Support (auf Englisch)',
  },
  phone: {
    title: 'Demo: das Handy des Kunden spielen',
    fails: 'Es geht schief',
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
      other_phone: 'Dieser Code geht auf diesem Handy nicht.',
      no_wifi: 'Verbinden Sie sich mit dem WLAN, um eine eSIM hinzuzufügen.',
      locked: 'Dieses Handy nimmt nur SIMs seines Anbieters.',
      no_room: 'Für eine weitere eSIM ist kein Platz.',
      broke_off: 'Die eSIM konnte nicht eingerichtet werden. Versuchen Sie es später noch einmal.',
      expired: 'Dieser Code ist abgelaufen.',
      too_many_tries: 'Die eSIM konnte nicht hinzugefügt werden.',
    },
    theySay: 'Das Handy sagt:',
    pair: (pair) => `Im Protokoll des Handys: ${pair}`,
  },
}
