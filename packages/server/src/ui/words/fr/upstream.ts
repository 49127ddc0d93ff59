import type { upstream as english } from '../en/upstream.ts'

/** The words of logins with accounts of other providers, in French. */
export const upstream: typeof english = {
  upstream: {
    failed: (provider) => `La connexion avec ${provider} a échoué`,
    faults: {
      declined: (provider) => `Elle a été annulée chez ${provider}.`,
      unreachable: (provider) => `${provider} ne répond pas pour le moment.`,
      expired: (provider) =>
        `${provider} ne reconnaît plus cette connexion : elle a pris trop de temps ou a déjà été utilisée.`,
      clock: (provider) => `L’horloge du service ${provider} et celle de ce serveur ne concordent pas.`,
      misconfigured: (provider) => `Ce serveur et ${provider} ne se comprennent pas.`,
      untrusted: (provider) => `${provider} a envoyé une réponse que ce serveur ne juge pas fiable.`,
    },
    advice: {
      declined: (provider) => `Réessayez et autorisez-la chez ${provider}, ou connectez-vous autrement.`,
      unreachable: () => 'Réessayez dans quelques minutes, ou connectez-vous autrement.',
      expired: () => 'Réessayez.',
      clock: () => 'Connectez-vous autrement, et prévenez les responsables de ce serveur.',
      misconfigured: () => 'Connectez-vous autrement, et prévenez les responsables de ce serveur.',
      untrusted: () => 'Rien n’a été modifié. Réessayez, ou connectez-vous autrement.',
    },
    again: (provider) => `Réessayer avec ${provider}`,
    otherWays: 'Se connecter autrement',
    stale: 'Cette connexion est terminée',
    staleText: (provider) =>
      `Elle a pris trop de temps, est déjà terminée ou a commencé dans un autre navigateur. Recommencez la connexion avec ${provider}.`,
    linked: (provider) => `Ce compte ${provider} est déjà associé`,
    linkedText: (provider) =>
      `Il appartient déjà à un compte ici. Connectez-vous avec ${provider}, ou utilisez-y un autre compte.`,
  },
  firstLogin: {
    title: (provider) => `Votre première connexion avec ${provider}`,
    whom: (provider, whom) => `Chez ${provider}, vous êtes ${whom}.`,
    username: 'Nom d’utilisateur',
    usernameHint: 'Votre nom ici. Il peut être différent de celui de là-bas.',
    takeOver: (provider) => `Reprendre du compte ${provider}`,
    verified: 'vérifiée',
    create: 'Créer un compte',
    haveAccount: 'Avez-vous déjà un compte ici ?',
    link: 'Se connecter et associer',
    otherWays: 'Se connecter autrement',
    faults: {
      wrong: 'Saisissez un nom d’utilisateur de 1 à 200 caractères, sans espaces ni @',
      taken: 'Ce nom d’utilisateur est déjà pris : choisissez-en un autre',
    },
    known: 'Vous avez déjà un compte ici',
    knownText: (provider) =>
      `Il a la même adresse e-mail. Connectez-vous une fois à ce compte. Vous pourrez ensuite utiliser aussi ${provider}.`,
    none: (provider) => `Aucun compte ici ne correspond à ce compte ${provider}`,
    noneText: 'Si vous avez un compte ici, connectez-vous et associez les deux.',
    claims: {
      name: 'Nom complet',
      given_name: 'Prénom',
      family_name: 'Nom de famille',
      middle_name: 'Deuxième prénom',
      nickname: 'Surnom',
      preferred_username: 'Nom d’utilisateur préféré',
      email: 'Adresse e-mail',
      picture: 'Photo',
      profile: 'Page de profil',
      website: 'Site web',
      zoneinfo: 'Fuseau horaire',
      locale: 'Langue',
      gender: 'Genre',
      birthdate: 'Date de naissance',
      phone_number: 'Numéro de téléphone',
    },
  },
  confirmLink: {
    title: (provider) => `Associer ${provider} à votre compte ?`,
    text: (provider, there, here) =>
      `Avec ${there} chez ${provider}, vous pourrez vous connecter ici en tant que ${here}.`,
    effect: (provider) =>
      `Toute personne qui peut se connecter à ce compte ${provider} pourra alors se connecter ici à votre place.`,
    link: 'Associer',
    cancel: 'Annuler',
  },
}
