import { count } from './count.ts'

/** The words of “Your data” in “My account”, and of an account that is to be deleted. */
export const ownData = {
  ownData: {
    lead: 'Take everything that is held about you with you, or leave.',
    exportTitle: 'Download your data',
    exportText:
      'One JSON file with your profile, logins, keys, passkeys, linked logins and activity. It contains no passwords and no secrets.',
    download: 'Download',
    deleteTitle: 'Delete the account',
    deleteText: (days: number) =>
      days === 0
        ? 'You are logged out everywhere, and everything is deleted at once. Nobody can bring it back.'
        : `You are logged out everywhere at once, and everything is deleted after ${count(days, 'day')}. Until then you can log in and keep the account.`,
    fromFile:
      'The operator of this server manages this account in a file, from which it would return. Ask them to delete it.',
    fromDirectory: 'This account belongs to the application that this server is part of. Delete it there.',
    confirm: (username: string) => `Type your username, ${username}, to confirm`,
    delete: 'Delete my account',
    wrong: 'This is not your username. Nothing was changed.',
    wrongTitle: 'Nothing was changed',
    requestedTitle: 'Your account is to be deleted',
    requested: (time: string) =>
      `It is deleted ${time}, with everything that belongs to it. If you change your mind, log in before then.`,
    pendingTitle: 'This account is to be deleted',
    pending: (time: string) => `It is deleted ${time}, because you asked for it.`,
    keep: 'Keep my account',
    goOn: 'Go on without changing that',
    kept: 'Account kept',
    keptTitle: 'Your account stays.',
  },
}
