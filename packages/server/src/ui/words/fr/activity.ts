import type { activity as english } from '../en/activity.ts'

/** The words of “Recent activity” in French. */
export const activity: typeof english = {
  activity: {
    title: 'Activité récente',
    lead: 'Ce qui s’est passé sur votre compte, le plus récent d’abord. Si quelque chose ne vient pas de vous, changez votre mot de passe et déconnectez-vous partout.',
    none: 'Rien n’est encore enregistré.',
    from: (address) => `depuis l’adresse ${address}`,
    older: 'Plus ancien',
    newest: 'Revenir au plus récent',
    events: {
      'account.disabled': () => 'Votre compte a été désactivé par un administrateur',
      'account.enabled': () => 'Votre compte a été activé par un administrateur',
      'account.password-changed': () => 'Le mot de passe a été changé',
      'account.profile-changed': () => 'Le profil a été modifié',
      'account.deletion-requested': () => 'La suppression du compte a été demandée',
      'account.deletion-cancelled': () => 'La suppression du compte a été annulée',
      'account.exported': () => 'Les données du compte ont été téléchargées',
      'account.tokens-revoked': () =>
        'Un administrateur a mis fin à toutes les connexions et à tous les accès des applications',
      'account.signed-up': () => 'Vous avez créé le compte',
      'invitation.accepted': () => 'Vous avez accepté une invitation',
      'terms.accepted': () => 'Vous avez accepté les conditions d’utilisation',
      'terms.declined': () => 'Vous avez refusé les conditions d’utilisation',
      'authorization.revoked': (app) => `Un administrateur a repris la clé donnée à ${app}`,
      'consent.given': (app) => `Vous avez donné une clé à ${app}`,
      'consent.confirmed': (app) => `Vous avez confirmé la clé donnée à ${app}`,
      'consent.denied': (app) => `Vous avez refusé une clé à ${app}`,
      'key.changed': (app) => `Vous avez modifié la clé donnée à ${app}`,
      'key.taken-back': (app) => `Vous avez repris la clé donnée à ${app}`,
      'key.restored': (app) => `Vous avez rendu la clé à ${app}`,
      'key.given-back': (app) => `La clé donnée à ${app} a été rendue`,
      'login.failed': () => 'Quelqu’un a essayé de se connecter, sans succès',
      'login.succeeded': () => 'Vous vous êtes connecté',
      logout: () => 'Vous vous êtes déconnecté',
      'session.ended': () => 'Une connexion a pris fin',
      'session.revoked': () => 'Un administrateur a mis fin à des connexions',
      'token.replayed': (app) =>
        `Un jeton déjà utilisé, donné à ${app}, a été envoyé de nouveau : l’accès a donc été interrompu`,
    },
    anApp: 'une application',
  },
}
