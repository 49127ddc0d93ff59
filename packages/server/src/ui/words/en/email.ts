/** The words of the page on which users change their e-mail address. */
export const email = {
  ownEmail: {
    lead: 'Messages about your account go to this address, also the link for a forgotten password.',
    current: 'Your e-mail address',
    none: 'You have no e-mail address here, so you cannot get back in if you forget your password.',
    confirmed: 'confirmed',
    unconfirmed: 'not confirmed',
    confirm: 'Send a link to confirm it',
    new: 'New e-mail address',
    hint: 'We send a link to it. Your address changes once you open the link and press the button.',
    save: 'Send the link',
    sent: 'Check your e-mail',
    sentTo: (address: string) => `A message with a link is on its way to ${address}. The link works for 30 minutes.`,
    invalid: 'This is no e-mail address.',
    same: 'This is your e-mail address already.',
    wait: (duration: string) => `Several links were sent already. Wait ${duration}, then try again.`,
    failed: 'Nothing was changed',
    ofFile: 'Your e-mail address is set by the operator of this server, who can change it.',
  },
}
