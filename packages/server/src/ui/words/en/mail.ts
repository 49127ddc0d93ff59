/** The words of e-mail. `server` is the name of this server. */
export const mail = {
  mail: {
    greeting: (name: string) => `Hello ${name},`,
    greetingUnnamed: 'Hello,',
    recovery: {
      subject: (server: string) => `Choose a new password for ${server}`,
      text: (username: string, server: string) =>
        `You, or someone else, asked for a new password for the account “${username}” at ${server}. Open this page to choose it:`,
      action: 'Choose a new password',
      link: 'The link works once, for 30 minutes.',
      ignore: 'If it was not you, do nothing: your password stays as it is.',
    },
    change: {
      subject: (server: string) => `Confirm your e-mail address for ${server}`,
      text: (username: string, address: string) =>
        `The account “${username}” is to get the e-mail address ${address}. Open this page to confirm it:`,
      action: 'Confirm the address',
      link: 'The link works once, for 30 minutes.',
      ignore: 'If it was not you, do nothing: the address is not used.',
    },
    notice: {
      when: (time: string) => `When: ${time}`,
      from: (browser: string, address: string) => `From: ${browser}, address ${address}`,
      fromAddress: (address: string) => `From: address ${address}`,
      notYou: 'If it was not you, choose a new password at once:',
      recover: 'Choose a new password',
      account: 'If it was not you, contact the operator of this server.',
      deleted: {
        subject: 'Your account was deleted',
        text: (username: string) => `Your account “${username}” was deleted, with everything that was stored about it.`,
      },
      changes: {
        'password-changed': {
          subject: 'Your password was changed',
          text: (username: string) => `The password of your account “${username}” was changed.`,
        },
        'passkey-added': {
          subject: 'A passkey was added',
          text: (username: string) => `A passkey was added to your account “${username}”.`,
        },
        'passkey-removed': {
          subject: 'A passkey was removed',
          text: (username: string) => `A passkey of your account “${username}” was removed.`,
        },
        'second-factor-added': {
          subject: 'A second step was added',
          text: (username: string) => `Your account “${username}” now asks for a second step at login.`,
        },
        'second-factor-removed': {
          subject: 'The second step was removed',
          text: (username: string) => `Your account “${username}” no longer asks for a second step at login.`,
        },
        'recovery-codes-made': {
          subject: 'New recovery codes were made',
          text: (username: string) =>
            `New recovery codes were made for your account “${username}”. The old ones no longer work.`,
        },
        'recovery-code-used': {
          subject: 'A recovery code was used',
          text: (username: string) => `A recovery code was used to log in to your account “${username}”.`,
        },
        'email-changed': {
          subject: 'Your e-mail address was changed',
          text: (username: string) => `The e-mail address of your account “${username}” was changed.`,
        },
        'login-linked': {
          subject: 'A login elsewhere was linked',
          text: (username: string) => `A login elsewhere was linked to your account “${username}”.`,
        },
        'login-unlinked': {
          subject: 'A login elsewhere was unlinked',
          text: (username: string) => `A login elsewhere was unlinked from your account “${username}”.`,
        },
        'deletion-requested': {
          subject: 'Your account will be deleted',
          text: (username: string) => `The deletion of your account “${username}” was requested. Log in to keep it.`,
        },
        'deletion-cancelled': {
          subject: 'Your account stays',
          text: (username: string) => `The deletion of your account “${username}” was cancelled.`,
        },
      },
    },
  },
}
