import type { mail as english } from '../en/mail.ts'

/** The words of e-mail in German. */
export const mail: typeof english = {
  mail: {
    greeting: (name) => `Guten Tag ${name},`,
    greetingUnnamed: 'Guten Tag,',
    recovery: {
      subject: (server) => `Neues Passwort für ${server} wählen`,
      text: (username, server) =>
        `für das Konto „${username}“ bei ${server} wurde ein neues Passwort angefordert, von Ihnen oder von jemand anderem. Öffnen Sie diese Seite, um es zu wählen:`,
      action: 'Neues Passwort wählen',
      link: 'Der Link funktioniert einmal und 30 Minuten lang.',
      ignore: 'Wenn Sie das nicht waren, müssen Sie nichts tun: Ihr Passwort bleibt, wie es ist.',
    },
    change: {
      subject: (server) => `E-Mail-Adresse für ${server} bestätigen`,
      text: (username, address) =>
        `das Konto „${username}“ soll die E-Mail-Adresse ${address} bekommen. Öffnen Sie diese Seite, um sie zu bestätigen:`,
      action: 'Adresse bestätigen',
      link: 'Der Link funktioniert einmal und 30 Minuten lang.',
      ignore: 'Wenn Sie das nicht waren, müssen Sie nichts tun: Die Adresse wird nicht verwendet.',
    },
    notice: {
      when: (time) => `Wann: ${time}`,
      from: (browser, address) => `Von: ${browser}, Adresse ${address}`,
      fromAddress: (address) => `Von: Adresse ${address}`,
      notYou: 'Wenn Sie das nicht waren, wählen Sie sofort ein neues Passwort:',
      recover: 'Neues Passwort wählen',
      account: 'Wenn Sie das nicht waren, wenden Sie sich an den Betreiber dieses Servers.',
      deleted: {
        subject: 'Ihr Konto wurde gelöscht',
        text: (username) => `Ihr Konto „${username}“ wurde gelöscht, mit allem, was dazu gespeichert war.`,
      },
      changes: {
        'password-changed': {
          subject: 'Ihr Passwort wurde geändert',
          text: (username) => `das Passwort Ihres Kontos „${username}“ wurde geändert.`,
        },
        'passkey-added': {
          subject: 'Ein Passkey wurde hinzugefügt',
          text: (username) => `zu Ihrem Konto „${username}“ wurde ein Passkey hinzugefügt.`,
        },
        'passkey-removed': {
          subject: 'Ein Passkey wurde entfernt',
          text: (username) => `ein Passkey Ihres Kontos „${username}“ wurde entfernt.`,
        },
        'second-factor-added': {
          subject: 'Die Bestätigung in zwei Schritten wurde aktiviert',
          text: (username) => `für Ihr Konto „${username}“ wurde die Bestätigung in zwei Schritten aktiviert.`,
        },
        'second-factor-removed': {
          subject: 'Die Bestätigung in zwei Schritten wurde deaktiviert',
          text: (username) => `für Ihr Konto „${username}“ wurde die Bestätigung in zwei Schritten deaktiviert.`,
        },
        'recovery-codes-made': {
          subject: 'Neue Wiederherstellungscodes wurden erstellt',
          text: (username) =>
            `für Ihr Konto „${username}“ wurden neue Wiederherstellungscodes erstellt. Die alten funktionieren nicht mehr.`,
        },
        'recovery-code-used': {
          subject: 'Ein Wiederherstellungscode wurde verwendet',
          text: (username) =>
            `bei einer Anmeldung in Ihrem Konto „${username}“ wurde ein Wiederherstellungscode verwendet.`,
        },
        'email-changed': {
          subject: 'Ihre E-Mail-Adresse wurde geändert',
          text: (username) => `die E-Mail-Adresse Ihres Kontos „${username}“ wurde geändert.`,
        },
        'login-linked': {
          subject: 'Ein Konto wurde verknüpft',
          text: (username) => `mit Ihrem Konto „${username}“ wurde ein Konto eines anderen Dienstes verknüpft.`,
        },
        'login-unlinked': {
          subject: 'Eine Verknüpfung wurde aufgehoben',
          text: (username) =>
            `die Verknüpfung Ihres Kontos „${username}“ mit einem Konto eines anderen Dienstes wurde aufgehoben.`,
        },
        'deletion-requested': {
          subject: 'Ihr Konto wird gelöscht',
          text: (username) =>
            `die Löschung Ihres Kontos „${username}“ wurde beantragt. Melden Sie sich an, um es zu behalten.`,
        },
        'deletion-cancelled': {
          subject: 'Ihr Konto bleibt bestehen',
          text: (username) => `die Löschung Ihres Kontos „${username}“ wurde abgebrochen.`,
        },
      },
    },
  },
}
