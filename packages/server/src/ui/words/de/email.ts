import type { email as english } from '../en/email.ts'

/** The words of the page on which users change their e-mail address, in German. */
export const email: typeof english = {
  ownEmail: {
    lead: 'Nachrichten zu Ihrem Konto gehen an diese Adresse, auch der Link bei vergessenem Passwort.',
    current: 'Ihre E-Mail-Adresse',
    none: 'Sie haben hier keine E-Mail-Adresse. Wenn Sie Ihr Passwort vergessen, kommen Sie nicht mehr in Ihr Konto.',
    confirmed: 'bestätigt',
    unconfirmed: 'nicht bestätigt',
    confirm: 'Link zum Bestätigen senden',
    new: 'Neue E-Mail-Adresse',
    hint: 'Wir senden einen Link an diese Adresse. Ihre Adresse ändert sich, sobald Sie den Link öffnen und die Schaltfläche drücken.',
    save: 'Link senden',
    sent: 'Sehen Sie in Ihren E-Mails nach',
    sentTo: (address) =>
      `Eine Nachricht mit einem Link an ${address} ist unterwegs. Der Link funktioniert 30 Minuten lang.`,
    invalid: 'Das ist keine E-Mail-Adresse.',
    same: 'Das ist bereits Ihre E-Mail-Adresse.',
    wait: (duration) =>
      `Es wurden bereits mehrere Links gesendet. Warten Sie ${duration}, und versuchen Sie es dann noch einmal.`,
    failed: 'Nichts geändert',
    ofFile: 'Der Betreiber dieses Servers legt Ihre E-Mail-Adresse fest und kann sie ändern.',
  },
}
