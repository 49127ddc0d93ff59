/** The words of the page with the logins elsewhere of an account. */
export const logins = {
  logins: {
    lead: 'Accounts of other services with which you can log in here.',
    none: 'None is linked yet.',
    another: 'Link another login',
    anotherText: 'You log in there once, and from then on you can log in here with it.',
    link: (provider: string) => `Link ${provider}`,
    unlink: 'Unlink',
    linkedSince: (when: string) => `Linked ${when}`,
    lastUsed: (when: string) => `last used ${when}`,
    unused: 'not used yet',
    linked: 'The login is linked',
    unlinked: 'The login is no longer linked',
    last: 'This is your only way to log in',
    outcomes: {
      linked: 'You can log in with it from now on.',
      unlinked: 'It does not lead to your account any more. Other browsers that used it are logged out.',
      last: 'Set a password, add a passkey or link another login first. Then you can unlink this one.',
    },
  },
}
