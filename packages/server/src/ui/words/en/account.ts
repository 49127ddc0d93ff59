/** The words of “My account”: its frame and its overview. */
export const account = {
  myAccount: {
    title: 'My account',
    nav: 'My account',
    back: 'My account',
    sections: {
      overview: 'Overview',
      profile: 'Profile',
      email: 'E-mail address',
      passkeys: 'Passkeys',
      password: 'Password',
      secondFactor: 'Second step',
      sessions: 'Logins',
      activity: 'Activity',
      data: 'Your data',
      logins: 'Linked accounts',
      keys: 'My keys',
    },
    /** On the overview: what is behind each section. */
    about: {
      data: 'Download everything that is held about you, or delete the account.',
      profile: 'Your name and what else apps may see of you.',
      passkeys: 'Log in with your fingerprint, your face or a PIN instead of a password.',
      email: 'Where messages about your account go. Change or confirm it.',
      password: 'Change it, and log out everywhere else.',
      activity: 'Logins, keys and changes, the latest first.',
      secondFactor: 'A code from your phone after your password, recovery codes, remembered devices.',
      sessions: 'The browsers in which you are logged in, and how to log them out.',
      logins: 'Log in here with accounts of other services.',
      keys: 'Which apps may use your data, and until when.',
    },
    username: (username: string) => `Username: ${username}`,
    titleOf: (section: string) => `${section} · My account`,
    titleAfter: (outcome: string, title: string) => `${outcome} · ${title}`,
  },
}
