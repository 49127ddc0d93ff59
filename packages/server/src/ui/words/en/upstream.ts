/** The words of logins with accounts of other providers. */
export const upstream = {
  upstream: {
    failed: (provider: string) => `The login with ${provider} failed`,
    /** What happened. */
    faults: {
      declined: (provider: string) => `It was cancelled at ${provider}.`,
      unreachable: (provider: string) => `${provider} does not respond at the moment.`,
      expired: (provider: string) => `${provider} no longer knows this login: it took too long, or was used before.`,
      clock: (provider: string) => `The clock of ${provider} and the clock of this server do not agree.`,
      misconfigured: (provider: string) => `This server and ${provider} do not understand each other.`,
      untrusted: (provider: string) => `${provider} sent a response that this server does not trust.`,
    },
    /** What to do. */
    advice: {
      declined: (provider: string) => `Try again and allow it at ${provider}, or log in another way.`,
      unreachable: () => 'Try again in a few minutes, or log in another way.',
      expired: () => 'Try again.',
      clock: () => 'Log in another way, and tell the people who run this server.',
      misconfigured: () => 'Log in another way, and tell the people who run this server.',
      untrusted: () => 'Nothing was changed. Try again, or log in another way.',
    },
    again: (provider: string) => `Try ${provider} again`,
    otherWays: 'Log in another way',
    stale: 'This login is over',
    staleText: (provider: string) =>
      `It took too long, was completed, or began in another browser. Begin the login with ${provider} again.`,
    linked: (provider: string) => `This ${provider} login is in use`,
    linkedText: (provider: string) =>
      `It already belongs to an account here. Log in with ${provider}, or use another account there.`,
  },
  firstLogin: {
    title: (provider: string) => `Your first login with ${provider}`,
    whom: (provider: string, whom: string) => `You are ${whom} at ${provider}.`,
    username: 'Username',
    usernameHint: 'What you are called here. It can be another one than there.',
    takeOver: (provider: string) => `Take over from ${provider}`,
    verified: 'verified',
    create: 'Create account',
    haveAccount: 'Do you already have an account here?',
    link: 'Log in and link it',
    otherWays: 'Log in another way',
    faults: {
      wrong: 'Enter a username of 1 to 200 characters, without spaces and @',
      taken: 'Somebody has this username: choose another one',
    },
    known: 'You already have an account here',
    knownText: (provider: string) =>
      `It has the same e-mail address. Log in to it once; after that you can use ${provider} as well.`,
    none: (provider: string) => `No account here belongs to this ${provider} login`,
    noneText: 'If you have an account here, log in to it and link the two.',
    claims: {
      name: 'Name',
      given_name: 'First name',
      family_name: 'Last name',
      middle_name: 'Middle name',
      nickname: 'Nickname',
      preferred_username: 'Preferred username',
      email: 'E-mail address',
      picture: 'Picture',
      profile: 'Profile page',
      website: 'Website',
      zoneinfo: 'Time zone',
      locale: 'Language',
      gender: 'Gender',
      birthdate: 'Birthday',
      phone_number: 'Phone number',
    },
  },
  confirmLink: {
    title: (provider: string) => `Link ${provider} to your account?`,
    text: (provider: string, there: string, here: string) => `${there} at ${provider} becomes a login of ${here} here.`,
    effect: (provider: string) =>
      `From then on, anyone who can log in to that ${provider} account can log in here as you.`,
    link: 'Link them',
    cancel: 'Cancel',
  },
}
