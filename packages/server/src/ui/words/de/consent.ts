import type { consent as english } from '../en/consent.ts'
import { upstream } from './upstream.ts'

const claims: Readonly<Record<string, string>> = upstream.firstLogin.claims

/** The words of giving a key in German. */
export const consent: typeof english = {
  rights: {
    identity: 'Ihre Identität',
    identityScopes: {
      openid: 'Wissen, wer Sie sind',
      profile: 'Ihren Namen und Ihr Profil sehen',
      email: 'Ihre E-Mail-Adresse sehen',
      address: 'Ihre Postanschrift sehen',
      phone: 'Ihre Telefonnummer sehen',
    },
    claim: (claim) => `Diese Angabe sehen: ${claims[claim] ?? claim.replaceAll('_', ' ')}`,
    unset: 'keine Angabe',
    useApi: (api) => `${api} nutzen, ohne bestimmte Berechtigung`,
    sensitive: 'Sensibel: Erlauben Sie das nur, wenn Sie sicher sind.',
    sensitiveHeld: 'Sensibel',
    held: 'Das darf die App schon:',
    more: 'Darum bittet sie zusätzlich:',
  },
  consent: {
    asksForKey: (app) => `${app} bittet um einen Schlüssel`,
    asksForMore: (app) => `${app} bittet um mehr`,
    onlyTicked: 'Die App bekommt nur, was angekreuzt bleibt.',
    noPassword: 'Ihr Passwort bekommt sie nie.',
    unverified: 'nicht überprüft',
    unverifiedText:
      'Niemand hat überprüft, wer diese App betreibt. Lassen Sie den Zugriff nur zu, wenn Sie den Vorgang selbst gestartet haben.',
    noRights: 'Die App bittet um keine Berechtigungen. Der Schlüssel hält nur fest, dass Sie sie zugelassen haben.',
    duration: 'Wie lange der Schlüssel gilt',
    durations: { once: 'Einmal', hour: '1 Stunde', month: '30 Tage', always: 'Ohne Ende' },
    nothingTicked: 'Nichts ist angekreuzt. „Zulassen“ hat deshalb dieselbe Wirkung wie „Ablehnen“.',
    allow: 'Zulassen',
    deny: 'Ablehnen',
    target: (host) => `Sie werden zu ${host} weitergeleitet`,
    targetOnComputer: (host) =>
      `Sie werden zu ${host} weitergeleitet, einer App auf diesem Computer. Lassen Sie den Zugriff nur zu, wenn Sie sie gerade selbst gestartet haben.`,
  },
  confirm: {
    title: (app) => `Weiter zu ${app}`,
    question: (app) => `Weiter zu ${app}?`,
    text: 'Sie haben den Zugriff schon einmal zugelassen. Fahren Sie nur fort, wenn Sie den Vorgang gerade selbst gestartet haben.',
    continueAs: (account) => `Weiter als ${account}`,
  },
  toApp: {
    title: 'Zurück zur App',
    sent: 'Ihre Entscheidung wurde an die App gesendet. Sie können diesen Tab schließen.',
    open: 'App öffnen',
    press: 'Wenn nichts passiert, klicken Sie auf die Schaltfläche.',
    continue: 'Weiter',
  },
}
