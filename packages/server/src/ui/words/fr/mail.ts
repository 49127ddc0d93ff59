import type { mail as english } from '../en/mail.ts'

/** The words of e-mail in French. */
export const mail: typeof english = {
  mail: {
    greeting: (name) => `Bonjour ${name},`,
    greetingUnnamed: 'Bonjour,',
    recovery: {
      subject: (server) => `Choisissez un nouveau mot de passe pour ${server}`,
      text: (username, server) =>
        `Un nouveau mot de passe a été demandé, par vous ou par quelqu’un d’autre, pour le compte « ${username} » sur ${server}. Ouvrez cette page pour le choisir :`,
      action: 'Choisir un nouveau mot de passe',
      link: 'Le lien fonctionne une fois, pendant 30 minutes.',
      ignore: 'Si ce n’était pas vous, ne faites rien : votre mot de passe reste le même.',
    },
    change: {
      subject: (server) => `Confirmez votre adresse e-mail pour ${server}`,
      text: (username, address) =>
        `L’adresse e-mail ${address} doit être ajoutée au compte « ${username} ». Ouvrez cette page pour la confirmer :`,
      action: 'Confirmer l’adresse',
      link: 'Le lien fonctionne une fois, pendant 30 minutes.',
      ignore: 'Si ce n’était pas vous, ne faites rien : l’adresse ne sera pas utilisée.',
    },
    notice: {
      when: (time) => `Quand : ${time}`,
      from: (browser, address) => `Depuis : ${browser}, adresse ${address}`,
      fromAddress: (address) => `Depuis : adresse ${address}`,
      notYou: 'Si ce n’était pas vous, choisissez tout de suite un nouveau mot de passe :',
      recover: 'Choisir un nouveau mot de passe',
      account: 'Si ce n’était pas vous, contactez le responsable de ce serveur.',
      deleted: {
        subject: 'Votre compte a été supprimé',
        text: (username) =>
          `Votre compte « ${username} » a été supprimé, avec toutes les données enregistrées à son sujet.`,
      },
      changes: {
        'password-changed': {
          subject: 'Votre mot de passe a été changé',
          text: (username) => `Le mot de passe de votre compte « ${username} » a été changé.`,
        },
        'passkey-added': {
          subject: 'Une clé d’accès a été ajoutée',
          text: (username) => `Une clé d’accès a été ajoutée à votre compte « ${username} ».`,
        },
        'passkey-removed': {
          subject: 'Une clé d’accès a été supprimée',
          text: (username) => `Une clé d’accès de votre compte « ${username} » a été supprimée.`,
        },
        'second-factor-added': {
          subject: 'La validation en deux étapes a été activée',
          text: (username) => `La validation en deux étapes a été activée pour votre compte « ${username} ».`,
        },
        'second-factor-removed': {
          subject: 'La validation en deux étapes a été désactivée',
          text: (username) => `La validation en deux étapes a été désactivée pour votre compte « ${username} ».`,
        },
        'recovery-codes-made': {
          subject: 'De nouveaux codes de récupération ont été créés',
          text: (username) =>
            `De nouveaux codes de récupération ont été créés pour votre compte « ${username} ». Les anciens ne fonctionnent plus.`,
        },
        'recovery-code-used': {
          subject: 'Un code de récupération a été utilisé',
          text: (username) => `Un code de récupération a été utilisé pour se connecter à votre compte « ${username} ».`,
        },
        'email-changed': {
          subject: 'Votre adresse e-mail a été changée',
          text: (username) => `L’adresse e-mail de votre compte « ${username} » a été changée.`,
        },
        'login-linked': {
          subject: 'Un compte a été associé',
          text: (username) => `Un compte d’un autre service a été associé à votre compte « ${username} ».`,
        },
        'login-unlinked': {
          subject: 'Un compte a été dissocié',
          text: (username) => `Un compte d’un autre service a été dissocié de votre compte « ${username} ».`,
        },
        'deletion-requested': {
          subject: 'Votre compte va être supprimé',
          text: (username) =>
            `La suppression de votre compte « ${username} » a été demandée. Connectez-vous pour le garder.`,
        },
        'deletion-cancelled': {
          subject: 'Votre compte est conservé',
          text: (username) => `La suppression de votre compte « ${username} » a été annulée.`,
        },
      },
    },
  },
}
