/** The words of giving a key. */
export const consent = {
  rights: {
    identity: 'Your identity',
    identityScopes: {
      openid: 'Know who you are',
      profile: 'See your name and profile',
      email: 'See your e-mail address',
      address: 'See your postal address',
      phone: 'See your phone number',
    } as Readonly<Record<string, string>>,
    claim: (claim: string) => `See your ${claim.replaceAll('_', ' ')}`,
    /** The account has no value for what an app asks to see. */
    unset: 'not set',
    useApi: (api: string) => `Use ${api}; no specific permission`,
    /** Next to a permission that is asked for. */
    sensitive: 'Sensitive: allow this only if you are sure.',
    /** Next to one that an app has. */
    sensitiveHeld: 'Sensitive',
    held: 'It can already:',
    more: 'It now asks for more:',
  },
  consent: {
    asksForKey: (app: string) => `${app} asks for a key`,
    asksForMore: (app: string) => `${app} asks for more`,
    onlyTicked: 'It gets only what you leave ticked.',
    noPassword: 'It never gets your password.',
    unverified: 'unverified',
    unverifiedText: 'Nobody has verified who runs this app. Allow only if you started this yourself.',
    noRights: 'It asks for no permissions. The key only records that you allowed it.',
    duration: 'How long the key lasts',
    durations: { once: 'Once', hour: '1 hour', month: '30 days', always: 'No end' },
    nothingTicked: 'Nothing is ticked, so “Allow” has the same effect as “Deny”.',
    allow: 'Allow',
    deny: 'Deny',
    target: (host: string) => `You’ll be sent to ${host}`,
    targetOnComputer: (host: string) =>
      `You’ll be sent to ${host}, an app on this computer. Allow only if you have just started it yourself.`,
  },
  confirm: {
    title: (app: string) => `Continue to ${app}`,
    question: (app: string) => `Continue to ${app}?`,
    text: 'You allowed it before. Continue only if you have just started this yourself.',
    continueAs: (account: string) => `Continue as ${account}`,
  },
  toApp: {
    title: 'Back to the app',
    sent: 'Your decision was sent to the app. You can close this tab.',
    open: 'Open the app',
    press: 'If nothing happens, press the button.',
    continue: 'Continue',
  },
}
