import type { signUp as english } from '../en/sign-up.ts'

/** The words of pages and messages by which users create their accounts, in German. */
export const signUp: typeof english = {
  signUp: {
    title: 'Konto erstellen',
    text: 'Wir senden einen Link an Ihre E-Mail-Adresse. Dort geht es weiter.',
    email: 'E-Mail-Adresse',
    send: 'Link senden',
    toLogin: 'Ich habe ein Konto',
    malformed: 'Prüfen Sie die Adresse: Sie sollte aussehen wie alice@example.com.',
    terms: 'Nutzungsbedingungen',
    privacy: 'Datenschutzerklärung',
    readBoth: (terms, privacy) => `Bitte beachten Sie: ${terms} und ${privacy}.`,
    readOne: (document) => `Bitte beachten Sie: ${document}.`,
    sent: 'Sehen Sie in Ihren E-Mails nach',
    sentText: (address) => `Eine Nachricht an ${address} ist unterwegs. Der Link darin funktioniert 30 Minuten lang.`,
    sentAdvice: 'Nichts angekommen? Sehen Sie im Spam-Ordner nach, oder prüfen Sie die Schreibweise der Adresse.',
    again: 'Andere Adresse verwenden',
    byInvitation: 'Sie brauchen eine Einladung',
    byInvitationText:
      'Konten werden auf Einladung erstellt. Wenn Sie eine haben, öffnen Sie den Link in der Nachricht.',
    finish: 'Fast fertig',
    finishText: (address) => `Sie melden sich ab jetzt als ${address} an.`,
    invited: 'Sie sind eingeladen',
    name: 'Ihr Name',
    nameFault: 'Geben Sie Ihren Namen ein, mit höchstens 200 Zeichen.',
    accept: (terms) => `Ich akzeptiere die ${terms}.`,
    acceptFault: 'Akzeptieren Sie die Nutzungsbedingungen, um ein Konto zu erstellen.',
    create: 'Konto erstellen',
    dead: 'Dieser Link funktioniert nicht mehr',
    deadText:
      'Er wurde bereits verwendet oder ist älter als 30 Minuten. Wenn Sie das Konto schon erstellt haben, melden Sie sich an.',
    askAgain: 'Neuen Link anfordern',
    taken: 'Sie haben schon ein Konto',
    takenText: (address) =>
      `Es gibt ein Konto mit der Adresse ${address}. Melden Sie sich damit an, oder wählen Sie ein neues Passwort.`,
    logIn: 'Anmelden',
    done: 'Ihr Konto ist bereit',
    doneText:
      'Sie kamen von einer App und sind jetzt in einem anderen Browser. Gehen Sie dorthin zurück, wo Sie begonnen haben, und melden Sie sich dort mit Ihrem neuen Konto an.',
    toAccount: 'Mein Konto ansehen',
    mail: {
      subject: (server) => `Konto bei ${server} erstellen`,
      text: (server) =>
        `mit dieser Adresse soll ein Konto bei ${server} erstellt werden, von Ihnen oder von jemand anderem. Öffnen Sie diese Seite, um fortzufahren:`,
      action: 'Konto erstellen',
      link: 'Der Link funktioniert einmal und 30 Minuten lang.',
      ignore: 'Wenn Sie das nicht waren, müssen Sie nichts tun: Es wird kein Konto erstellt.',
      takenSubject: (server) => `Sie haben ein Konto bei ${server}`,
      takenText: (username, server) =>
        `mit dieser Adresse sollte ein Konto bei ${server} erstellt werden, von Ihnen oder von jemand anderem. Es gibt schon eines: „${username}“. Melden Sie sich damit an:`,
      logIn: 'Anmelden',
      recover: (href) => `Passwort vergessen? Wählen Sie hier ein neues: ${href}`,
      takenIgnore: 'Wenn Sie das nicht waren, müssen Sie nichts tun: Ihr Konto bleibt, wie es ist.',
    },
  },
  terms: {
    title: 'Unsere Nutzungsbedingungen haben sich geändert',
    text: (terms) => `Lesen Sie die ${terms} und akzeptieren Sie sie, um fortzufahren.`,
    accept: 'Akzeptieren und weiter',
    decline: 'Ablehnen',
    declined: 'Sie sind abgemeldet',
    declinedText:
      'Sie haben die Nutzungsbedingungen abgelehnt. Ihr Konto bleibt, wie es ist. Sie können sie bei der nächsten Anmeldung akzeptieren.',
  },
  invitation: {
    title: 'Sie sind eingeladen',
    join: 'Einladung annehmen',
    joinText: (username) => `Sie sind angemeldet als ${username}.`,
    groups: 'Ihr Konto bekommt diese Gruppen:',
    logInText: (address) =>
      `Es gibt ein Konto mit der Adresse ${address}. Melden Sie sich damit an, dann können Sie die Einladung annehmen.`,
    logIn: 'Anmelden',
    other: 'Diese Einladung ist für jemand anderen',
    otherText: (address, username) =>
      `Sie wurde an ${address} gesendet, und Sie sind angemeldet als ${username}. Melden Sie sich mit dem Konto an, das diese Adresse hat.`,
    useOther: 'Anderes Konto verwenden',
    joined: 'Einladung angenommen',
    joinedText: 'Apps sehen Ihre Gruppen, wenn Sie sich das nächste Mal dort anmelden.',
    toAccount: 'Zu meinem Konto',
    dead: 'Diese Einladung ist nicht mehr gültig',
    deadText:
      'Sie wurde bereits angenommen, ist abgelaufen oder wurde zurückgezogen. Bitten Sie um eine neue, wo Sie sie bekommen haben.',
    mail: {
      subject: (server) => `Einladung zu ${server}`,
      text: (server) => `Sie sind zu ${server} eingeladen. Öffnen Sie diese Seite, um die Einladung anzunehmen:`,
      action: 'Einladung annehmen',
      link: (time) => `Der Link funktioniert einmal, bis ${time}.`,
      ignore: 'Wenn Sie keine Einladung erwarten, müssen Sie nichts tun.',
    },
  },
}
