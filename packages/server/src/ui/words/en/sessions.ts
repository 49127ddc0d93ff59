import { count } from './count.ts'

/** The words of the list of browsers in which a user is logged in. */
export const sessions = {
  sessions: {
    title: 'Where you are logged in',
    lead: 'If you do not recognize one of these, log it out, then change your password.',
    thisBrowser: 'this browser',
    seen: (login: string, last: string) => `Logged in ${login} · last seen ${last}`,
    from: (address: string) => `from the address ${address}`,
    logOutHere: 'Log out here',
    logOutThere: 'Log out there',
    logOutOf: (browser: string, login: string) => `${browser}, logged in ${login}`,
    unknownBrowser: 'A browser',
    browserOn: (browser: string, system: string) => `${browser} on ${system}`,
    everywhere: 'Log out everywhere',
    everywhereText: 'You lost a device, or do not trust one? End the logins of all browsers at once.',
    revoke: 'Also take back the keys of all apps',
    revokeText: 'Apps that work for you while you are away stop too.',
    all: 'Log out everywhere',
    others: 'Everywhere but here',
  },
  sessionOutcomes: {
    ended: 'Logged out there',
    endedOf: (browser: string) => `${browser} is logged out.`,
    keysStay: 'Keys stay as they are.',
    keysRevoked: (keys: number) => `${count(keys, 'key')} taken back.`,
    othersEnded: 'Logged out everywhere else',
    othersEndedTitle: 'You are logged out everywhere else.',
    othersEndedText: (logins: number) => `${count(logins, 'login')} ended.`,
    nothing: 'Nothing changed',
    nothingTitle: 'Nothing was changed.',
    nothingText: 'That browser is logged out already.',
  },
}
