import type { account as english } from '../en/account.ts'

/** The words of “My account” in French. */
export const account: typeof english = {
  myAccount: {
    title: 'Mon compte',
    nav: 'Mon compte',
    back: 'Mon compte',
    sections: {
      overview: 'Vue d’ensemble',
      profile: 'Profil',
      email: 'Adresse e-mail',
      passkeys: 'Clés d’accès',
      password: 'Mot de passe',
      secondFactor: 'Validation en deux étapes',
      sessions: 'Connexions',
      activity: 'Activité',
      data: 'Vos données',
      logins: 'Comptes associés',
      keys: 'Mes clés',
    },
    about: {
      profile: 'Votre nom et ce que les applications peuvent voir d’autre sur vous.',
      passkeys: 'Connectez-vous avec votre empreinte, votre visage ou un code plutôt qu’avec un mot de passe.',
      email: 'Là où vont les messages sur votre compte. Changez-la ou confirmez-la.',
      password: 'Changez-le, et déconnectez-vous partout ailleurs.',
      activity: 'Connexions, clés et modifications, les plus récentes d’abord.',
      data: 'Téléchargez tout ce qui est conservé sur vous, ou supprimez le compte.',
      secondFactor: 'Un code de votre téléphone après le mot de passe, codes de récupération, appareils mémorisés.',
      sessions: 'Les navigateurs dans lesquels vous êtes connecté, et comment les déconnecter.',
      logins: 'Connectez-vous ici avec des comptes d’autres services.',
      keys: 'Les applications qui peuvent utiliser vos données, et jusqu’à quand.',
    },
    username: (username) => `Nom d’utilisateur : ${username}`,
    titleOf: (section) => `${section} · Mon compte`,
    titleAfter: (outcome, title) => `${outcome} · ${title}`,
  },
}
