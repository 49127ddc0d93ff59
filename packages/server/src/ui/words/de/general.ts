import type { general as english } from '../en/general.ts'
import { createDates, createUnits } from '../intl.ts'
import { dative } from './dative.ts'

/** The words of every page, and of times, in German. */
export const general: typeof english = {
  layout: {
    skip: 'Zum Inhalt springen',
    myKeys: 'Meine Schlüssel',
    myAccount: 'Mein Konto',
    logOut: 'Abmelden',
    switchAccount: 'Konto wechseln',
    support: 'Hilfe',
    privacy: 'Datenschutzerklärung',
    terms: 'Nutzungsbedingungen',
    footer: 'Ein Schlüssel öffnet nur, was Sie auswählen. Sie können ihn zurücknehmen.',
  },
  password: {
    show: 'Anzeigen',
    hide: 'Verbergen',
    showPassword: 'Passwort anzeigen',
    hidePassword: 'Passwort verbergen',
  },
  time: {
    never: 'nie',
    justNow: 'gerade eben',
    soon: 'in weniger als einer Minute',
    ...createUnits('de'),
    joined: (larger, smaller) => `${larger} und ${smaller}`,
    ahead: (duration) => `in ${dative(duration)}`,
    ago: (duration) => `vor ${dative(duration)}`,
    today: (time) => `heute um ${time}`,
    tomorrow: (time) => `morgen um ${time}`,
    yesterday: (time) => `gestern um ${time}`,
    on: (date) => `am ${date}`,
    ...createDates('de'),
    exact: (date, time) => `${date}, ${time}`,
  },
  client: { policy: 'Datenschutzerklärung', terms: 'Nutzungsbedingungen' },
  account: {
    loggedInAs: 'Sie sind angemeldet als',
    notYou: 'Nicht Sie?',
    continueAsOther: 'Mit einem anderen Konto fortfahren',
  },
  home: {
    title: 'Willkommen',
    heading: 'Geben Sie einen Schlüssel weiter, nicht Ihr Passwort.',
    lead: 'Mit dem Autoschlüssel für den Parkservice kann man die Tür öffnen und ein Stück fahren, aber nicht den Kofferraum öffnen. Solche Schlüssel geben Sie hier an Apps: Sie bestimmen, was jeder öffnet und wie lange er gilt, und können ihn zurücknehmen.',
    leadOfBrand:
      'Hier geben Sie Apps Schlüssel zu Ihren Daten: Sie bestimmen, was jeder öffnet und wie lange er gilt, und können ihn zurücknehmen.',
    logIn: 'Anmelden und Schlüssel ansehen',
    keys: 'Meine Schlüssel ansehen',
    account: 'Mein Konto',
    developers: 'Für Entwickler',
    metadata: 'Metadaten des Servers',
    publicKeys: 'Öffentliche Schlüssel',
  },
}
