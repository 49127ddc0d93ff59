import type { sessions as english } from '../en/sessions.ts'
import { createCount } from '../intl.ts'

const count = createCount('de')

/** The words of the list of browsers in which a user is logged in, in German. */
export const sessions: typeof english = {
  sessions: {
    title: 'Wo Sie angemeldet sind',
    lead: 'Wenn Sie eine Anmeldung nicht erkennen, melden Sie sie ab und ändern Sie dann Ihr Passwort.',
    thisBrowser: 'dieser Browser',
    seen: (login, last) => `Angemeldet ${login} · zuletzt aktiv ${last}`,
    from: (address) => `von der Adresse ${address}`,
    logOutHere: 'Hier abmelden',
    logOutThere: 'Dort abmelden',
    logOutOf: (browser, login) => `${browser}, angemeldet ${login}`,
    unknownBrowser: 'Ein Browser',
    browserOn: (browser, system) => `${browser} unter ${system}`,
    everywhere: 'Überall abmelden',
    everywhereText:
      'Sie haben ein Gerät verloren oder vertrauen einem nicht? Beenden Sie die Anmeldungen in allen Browsern auf einmal.',
    revoke: 'Auch die Schlüssel aller Apps zurücknehmen',
    revokeText: 'Auch Apps, die in Ihrer Abwesenheit für Sie arbeiten, hören damit auf.',
    all: 'Überall abmelden',
    others: 'Überall außer hier',
  },
  sessionOutcomes: {
    ended: 'Dort abgemeldet',
    endedOf: (browser) => `${browser} ist abgemeldet.`,
    keysStay: 'Die Schlüssel bleiben, wie sie sind.',
    keysRevoked: (keys) => `${count(keys, { other: '# Schlüssel' })} zurückgenommen.`,
    othersEnded: 'Überall sonst abgemeldet',
    othersEndedTitle: 'Sie sind überall sonst abgemeldet.',
    othersEndedText: (logins) => `${count(logins, { one: '# Anmeldung', other: '# Anmeldungen' })} beendet.`,
    nothing: 'Nichts geändert',
    nothingTitle: 'Es wurde nichts geändert.',
    nothingText: 'Dieser Browser ist bereits abgemeldet.',
  },
}
