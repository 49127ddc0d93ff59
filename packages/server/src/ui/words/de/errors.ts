import type { errors as english } from '../en/errors.ts'

/** The words of pages that say what went wrong, in German. */
export const errors: typeof english = {
  expired: {
    title: 'Diese Seite ist nicht mehr aktuell',
    text: 'Diese Anfrage wurde bereits abgeschlossen oder ist abgelaufen. Gehen Sie zurück zur App und beginnen Sie noch einmal.',
    expired: (app) =>
      `Die Anfrage von ${app} ist abgelaufen, weil sie länger als eine halbe Stunde offen war. Beginnen Sie noch einmal.`,
    answered: (app) =>
      `Die Anfrage von ${app} wurde bereits abgeschlossen. Gehen Sie zurück zur App, oder beginnen Sie noch einmal.`,
    toApp: (app) => `Zu ${app}`,
    atApp: (app) => `Bei ${app} noch einmal beginnen`,
    again: 'Noch einmal beginnen',
  },
  problem: {
    ofApp: 'Diese App hat einen Fehler gemacht',
    ofAppText: 'Die App hat keine Antwort bekommen, und keine Ihrer Daten wurden weitergegeben.',
    ofAppAdvice:
      'Gehen Sie zurück zur App und versuchen Sie es noch einmal. Wenn es wieder passiert, wenden Sie sich an den Anbieter der App.',
    titles: {
      403: 'Dieses Formular kann nicht verwendet werden',
      404: 'Seite nicht gefunden',
      405: 'Nicht unterstützt',
      413: 'Anfrage zu groß',
      429: 'Zu viele Versuche',
      500: 'Etwas ist schiefgegangen',
      503: 'Bitte versuchen Sie es gleich noch einmal',
    },
    texts: {
      404: 'Unter dieser Adresse gibt es keine Seite.',
      500: 'Ein unerwarteter Fehler ist aufgetreten.',
      503: 'Der Server ist vorübergehend nicht verfügbar. Versuchen Sie es noch einmal.',
    },
    form: 'Dieses Formular kann nicht verwendet werden',
    fromOtherSite: 'Das Formular kam von einer anderen Website.',
    malformedForm:
      'Das Formular wurde nicht so gesendet, wie diese Seite es zeigt. Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.',
    outdated:
      'Diese Seite ist nicht mehr aktuell. Gehen Sie zurück, laden Sie sie neu und versuchen Sie es noch einmal.',
    noCookie: 'Dieser Browser hat das Cookie nicht gesendet, das zu dieser Seite gehört.',
    noCookieAdvice:
      'Gehen Sie zurück zur App und beginnen Sie noch einmal, oder melden Sie sich hier an, um Ihre Schlüssel zu sehen. Wenn es wieder passiert, blockiert Ihr Browser vielleicht Cookies. Lassen Sie sie für diese Website zu.',
    unknownDecision:
      'Das Formular wurde ohne eine der Entscheidungen auf dieser Seite gesendet. Gehen Sie zurück und versuchen Sie es noch einmal.',
    help: 'Hilfe erhalten',
    toKeys: 'Zu meinen Schlüsseln',
    toStart: 'Zur Startseite',
    code: (code) => `Wenn Sie um Hilfe bitten, geben Sie diesen Code an: ${code}`,
  },
  developer: {
    title: 'Für die Entwickler der App',
    error: 'Fehler',
    wrong: 'Was falsch ist',
    received: 'Empfangen',
    registered: 'Registriert',
    fix: 'So beheben Sie es',
    specification: 'Spezifikation',
    compare: 'Vergleichen Sie den Wert mit den registrierten Redirect-URIs des Clients.',
    caption: (name) => `${name}: empfangen und registriert`,
    value: 'Der Wert',
    more: (amount) => `${amount} weitere`,
    nothing: 'nichts',
    endsHere: 'endet hier',
    same: 'Beide sind gleich.',
    slashReceived: 'Der empfangene Wert hat am Ende einen Schrägstrich, der registrierte nicht.',
    slashRegistered: 'Der registrierte Wert hat am Ende einen Schrägstrich, der empfangene nicht.',
    case: 'Sie unterscheiden sich nur in der Groß- und Kleinschreibung.',
    shorter: (position) => `Der empfangene Wert endet vor Zeichen ${position} des registrierten.`,
    longer: (position) => `Der empfangene Wert geht nach dem Ende des registrierten weiter, ab Zeichen ${position}.`,
    differs: (position) => `Der erste Unterschied ist bei Zeichen ${position}.`,
  },
}
