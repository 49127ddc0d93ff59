import type { ownPassword as english } from '../en/own-password.ts'

/** The words of “Password” in “My account”, in German. */
export const ownPassword: typeof english = {
  ownPassword: {
    lead: 'Ein neues Passwort meldet Sie in allen anderen Browsern ab. Apps behalten die Schlüssel, die Sie ihnen gegeben haben.',
    none: 'Ihr Konto hat noch kein Passwort. Mit einem Passwort können Sie sich auch ohne die anderen Wege anmelden.',
    current: 'Aktuelles Passwort',
    save: 'Passwort ändern',
    set: 'Passwort festlegen',
    wrong: 'Das ist nicht Ihr aktuelles Passwort.',
    wrongTitle: 'Das aktuelle Passwort ist falsch',
    refusedTitle: 'Das neue Passwort kann nicht verwendet werden',
    same: 'Das ist bereits Ihr aktuelles Passwort. Wählen Sie ein anderes.',
    wait: (duration) => `Zu viele Versuche. Warten Sie ${duration}, und versuchen Sie es dann noch einmal.`,
    raced: 'Ihr Passwort wurde inzwischen anderswo geändert. Hier wurde nichts geändert.',
    done: 'Passwort geändert',
    doneTitle: 'Ihr Passwort ist geändert.',
    doneText: 'Alle anderen Browser sind abgemeldet.',
  },
}
