import type { logins as english } from '../en/logins.ts'

/** The words of the page with the logins elsewhere of an account, in French. */
export const logins: typeof english = {
  logins: {
    lead: 'Les comptes d’autres services avec lesquels vous pouvez vous connecter ici.',
    none: 'Aucun n’est encore associé.',
    another: 'Associer un autre compte',
    anotherText: 'Vous vous connectez une fois là-bas, puis vous pouvez vous connecter ici avec ce compte.',
    link: (provider) => `Associer ${provider}`,
    unlink: 'Dissocier',
    linkedSince: (when) => `Associé ${when}`,
    lastUsed: (when) => `dernière utilisation ${when}`,
    unused: 'pas encore utilisé',
    linked: 'Le compte est associé',
    unlinked: 'Le compte n’est plus associé',
    last: 'C’est votre seul moyen de vous connecter',
    outcomes: {
      linked: 'Vous pouvez désormais vous connecter avec ce compte.',
      unlinked: 'Il ne mène plus à votre compte ici. Les autres navigateurs qui l’utilisaient sont déconnectés.',
      last: 'Définissez d’abord un mot de passe, ajoutez une clé d’accès ou associez un autre compte. Vous pourrez ensuite dissocier celui-ci.',
    },
  },
}
