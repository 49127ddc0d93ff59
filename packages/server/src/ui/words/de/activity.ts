import type { activity as english } from '../en/activity.ts'

/** The words of “Recent activity” in German. */
export const activity: typeof english = {
  activity: {
    title: 'Letzte Aktivitäten',
    lead: 'Was mit Ihrem Konto passiert ist, das Neueste zuerst. Wenn Sie etwas davon nicht selbst waren, ändern Sie Ihr Passwort und melden Sie sich überall ab.',
    none: 'Es ist noch nichts aufgezeichnet.',
    from: (address) => `von der Adresse ${address}`,
    older: 'Ältere',
    newest: 'Zurück zu den neuesten',
    events: {
      'account.disabled': () => 'Ihr Konto wurde von der Administration deaktiviert',
      'account.enabled': () => 'Ihr Konto wurde von der Administration aktiviert',
      'account.password-changed': () => 'Das Passwort wurde geändert',
      'account.profile-changed': () => 'Das Profil wurde geändert',
      'account.deletion-requested': () => 'Die Löschung des Kontos wurde beantragt',
      'account.deletion-cancelled': () => 'Die Löschung des Kontos wurde abgebrochen',
      'account.exported': () => 'Die Daten des Kontos wurden heruntergeladen',
      'account.tokens-revoked': () => 'Die Administration hat alle Anmeldungen und alle Zugriffe von Apps beendet',
      'account.signed-up': () => 'Sie haben das Konto erstellt',
      'invitation.accepted': () => 'Sie haben eine Einladung angenommen',
      'terms.accepted': () => 'Sie haben die Nutzungsbedingungen akzeptiert',
      'terms.declined': () => 'Sie haben die Nutzungsbedingungen abgelehnt',
      'authorization.revoked': (app) => `Die Administration hat den Schlüssel von ${app} zurückgenommen`,
      'consent.given': (app) => `Sie haben ${app} einen Schlüssel gegeben`,
      'consent.confirmed': (app) => `Sie haben den Schlüssel von ${app} bestätigt`,
      'consent.denied': (app) => `Sie haben ${app} keinen Schlüssel gegeben`,
      'key.changed': (app) => `Sie haben den Schlüssel von ${app} geändert`,
      'key.taken-back': (app) => `Sie haben den Schlüssel von ${app} zurückgenommen`,
      'key.restored': (app) => `Sie haben ${app} den Schlüssel zurückgegeben`,
      'key.given-back': (app) => `Der Schlüssel von ${app} wurde zurückgegeben`,
      'login.failed': () => 'Jemand hat erfolglos versucht, sich anzumelden',
      'login.succeeded': () => 'Sie haben sich angemeldet',
      logout: () => 'Sie haben sich abgemeldet',
      'session.ended': () => 'Eine Anmeldung wurde beendet',
      'session.revoked': () => 'Die Administration hat Anmeldungen beendet',
      'token.replayed': (app) =>
        `Ein bereits verwendetes Token von ${app} wurde noch einmal gesendet. Deshalb wurde der Zugriff beendet`,
    },
    anApp: 'einer App',
  },
}
