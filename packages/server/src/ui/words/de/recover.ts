import type { recover as english } from '../en/recover.ts'

/** The words of pages by which users get back in, and confirm addresses, in German. */
export const recover: typeof english = {
  recover: {
    title: 'Wieder in Ihr Konto kommen',
    text: 'Geben Sie an, wer Sie sind. Wir senden dann einen Link für ein neues Passwort an die E-Mail-Adresse Ihres Kontos.',
    who: 'Nutzername oder E-Mail-Adresse',
    send: 'Link senden',
    toLogin: 'Zurück zur Anmeldung',
    sent: 'Sehen Sie in Ihren E-Mails nach',
    sentText:
      'Wenn es ein Konto zu Ihrer Eingabe gibt und es eine E-Mail-Adresse hat, ist eine Nachricht mit einem Link dorthin unterwegs. Der Link funktioniert 30 Minuten lang.',
    sentAdvice:
      'Nichts angekommen? Sehen Sie im Spam-Ordner nach, prüfen Sie die Schreibweise, oder bitten Sie den Betreiber um Hilfe.',
    again: 'Noch einmal versuchen',
    wait: 'Zu viele Versuche.',
    newPassword: 'Neues Passwort wählen',
    newPasswordText: (username) => `Für das Konto „${username}“. Sie werden überall sonst abgemeldet.`,
    save: 'Speichern und anmelden',
    dead: 'Dieser Link funktioniert nicht mehr',
    deadText:
      'Er wurde bereits verwendet, ist älter als 30 Minuten, oder das Konto wurde seitdem geändert. Fordern Sie einen neuen an.',
    askAgain: 'Neuen Link anfordern',
    busy: 'Gerade werden zu viele Passwörter geprüft.',
  },
  confirmEmail: {
    title: 'Bestätigen Sie Ihre E-Mail-Adresse',
    text: (address, username) => `${address} wird die E-Mail-Adresse des Kontos „${username}“.`,
    confirm: 'Bestätigen',
    done: 'Ihre E-Mail-Adresse ist bestätigt',
    doneText: (address) => `Nachrichten zu Ihrem Konto gehen ab jetzt an ${address}.`,
    toAccount: 'Zu meinem Konto',
    dead: 'Dieser Link funktioniert nicht mehr',
    deadText: 'Er wurde bereits verwendet, ist älter als 30 Minuten, oder das Konto wurde seitdem geändert.',
    toStart: 'Zur Startseite',
  },
  devOutbox: {
    title: 'Postausgang',
    text: 'Nachrichten, die dieser Entwicklungsserver senden würde, die neuesten zuerst. Nichts verlässt diesen Computer: Um sie zu senden, legen Sie „mail“ in der Konfiguration fest.',
    none: 'Noch keine Nachrichten.',
    to: 'An',
    open: 'Link öffnen',
    refresh: 'Noch einmal nachsehen',
  },
}
