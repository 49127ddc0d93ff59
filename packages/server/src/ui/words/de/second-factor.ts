import type { secondFactor as english } from '../en/second-factor.ts'

/** The words of the second step of a login, and of its set-up, in German. */
export const secondFactor: typeof english = {
  secondStep: {
    title: 'Code eingeben',
    text: 'Öffnen Sie Ihre Authenticator-App und geben Sie die sechs Ziffern ein, die sie anzeigt.',
    code: 'Sechsstelliger Code',
    recoveryTitle: 'Wiederherstellungscode eingeben',
    recoveryText:
      'Jeder der Codes, die Sie beim Einrichten der Bestätigung in zwei Schritten aufbewahrt haben, funktioniert einmal.',
    recoveryCode: 'Wiederherstellungscode',
    trust: 'Dieses Gerät 30 Tage lang merken',
    trustText: 'Sie werden hier nicht nach einem Code gefragt. Nicht für gemeinsam genutzte Computer.',
    continue: 'Weiter',
    useRecovery: 'Wiederherstellungscode verwenden',
    useCode: 'Code aus meiner App verwenden',
    as: 'Anmeldung als',
    otherAccount: 'Anderes Konto verwenden',
    wrong: 'Dieser Code ist falsch.',
    wrongText:
      'Geben Sie den Code ein, den Ihre App jetzt anzeigt. Wenn er wieder abgelehnt wird, prüfen Sie die Uhrzeit Ihres Smartphones.',
    wrongRecoveryText: 'Prüfen Sie ihn auf Tippfehler. Ein bereits verwendeter Code funktioniert nicht noch einmal.',
    used: 'Dieser Code wurde bereits verwendet.',
    usedText: 'Warten Sie, bis Ihre App den nächsten anzeigt, und geben Sie dann diesen ein.',
    tooLate: 'Das hat zu lange gedauert.',
    tooLateText: 'Beginnen Sie die Anmeldung zu Ihrer Sicherheit noch einmal.',
  },
  setUp: {
    loginTitle: 'Bestätigung in zwei Schritten einrichten',
    loginText:
      'Um fortzufahren, braucht Ihr Konto neben dem Passwort einen zweiten Schritt: einen Code aus einer App auf Ihrem Smartphone.',
    loginAppText: (app) =>
      `${app} verlangt eine Anmeldung in zwei Schritten: zusätzlich mit einem Code aus einer App auf Ihrem Smartphone.`,
    scan: 'Scannen Sie das mit Ihrer Authenticator-App',
    scanText: 'Jede App für Einmalcodes ist geeignet, zum Beispiel die Ihres Passwortmanagers.',
    picture: 'QR-Code für Ihre Authenticator-App',
    manual: 'Die App kann nicht scannen? Geben Sie stattdessen diesen Einrichtungsschlüssel ein.',
    key: 'Einrichtungsschlüssel',
    confirm: 'Code, den die App jetzt anzeigt',
    turnOn: 'Aktivieren',
    notNow: 'Nicht jetzt',
  },
  recoveryCodes: {
    title: 'Bewahren Sie Ihre Wiederherstellungscodes auf',
    text: 'Wenn Sie Ihr Smartphone verlieren, können Sie sich mit jedem dieser Codes einmal anmelden. Sie werden nur jetzt angezeigt: Drucken Sie sie aus, oder speichern Sie sie in Ihrem Passwortmanager.',
    label: 'Wiederherstellungscodes',
    file: 'wiederherstellungscodes.txt',
    fileTitle: (server, account) => `Wiederherstellungscodes von ${account} bei ${server}. Jeder funktioniert einmal.`,
    download: 'Als Text herunterladen',
    done: 'Ich habe sie aufbewahrt',
  },
  factors: {
    off: 'Melden Sie sich mit Ihrem Passwort und einem Code von Ihrem Smartphone an: Wer Ihr Passwort erfährt, kann sich trotzdem nicht anmelden.',
    on: 'Nach Ihrem Passwort werden Sie nach einem Code aus Ihrer App gefragt.',
    app: 'Authenticator-App',
    appSince: (date) => `Eingerichtet ${date}.`,
    required: 'Der Betreiber dieses Servers verlangt für Ihr Konto die Bestätigung in zwei Schritten.',
    turnOn: 'App einrichten',
    change: 'Andere App verwenden',
    codes: 'Wiederherstellungscodes',
    codesLeft: (left) =>
      left === 0
        ? 'Alle Codes sind verbraucht. Erstellen Sie neue.'
        : left === 1
          ? 'Ein Code ist übrig.'
          : `${left} Codes sind übrig.`,
    newCodes: 'Neue Codes erstellen',
    newCodesText: 'Mit neuen Codes funktionieren Ihre bisherigen nicht mehr.',
    remove: 'Bestätigung in zwei Schritten deaktivieren',
    removeText: 'Dann genügt Ihr Passwort allein. Alle anderen Geräte werden abgemeldet.',
    devices: 'Gemerkte Geräte',
    noDevices: 'Es ist kein Gerät gemerkt: Sie werden bei jeder Anmeldung nach einem Code gefragt.',
    devicesText: 'Wenn Sie sich auf diesen Geräten anmelden, werden Sie nicht nach einem Code gefragt.',
    until: (date) => `Läuft ab: ${date}`,
    forget: 'Vergessen',
    forgetAll: 'Alle vergessen',
    done: {
      added: 'Die Bestätigung in zwei Schritten ist aktiviert',
      removed: 'Die Bestätigung in zwei Schritten ist deaktiviert',
      codes: 'Sie haben neue Wiederherstellungscodes',
      forgotten: 'Das Gerät ist vergessen',
    },
  },
}
