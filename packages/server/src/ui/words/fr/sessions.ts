import type { sessions as english } from '../en/sessions.ts'
import { createCount } from '../intl.ts'

const count = createCount('fr')

/** The words of the list of browsers in which a user is logged in, in French. */
export const sessions: typeof english = {
  sessions: {
    title: 'Où vous êtes connecté',
    lead: 'Si vous ne reconnaissez pas l’une de ces connexions, déconnectez-la, puis changez votre mot de passe.',
    thisBrowser: 'ce navigateur',
    seen: (login, last) => `Connecté ${login} · dernière activité ${last}`,
    from: (address) => `depuis l’adresse ${address}`,
    logOutHere: 'Se déconnecter ici',
    logOutThere: 'Se déconnecter là-bas',
    logOutOf: (browser, login) => `${browser}, connecté ${login}`,
    unknownBrowser: 'Un navigateur',
    browserOn: (browser, system) => `${browser} sur ${system}`,
    everywhere: 'Se déconnecter partout',
    everywhereText:
      'Vous avez perdu un appareil, ou vous vous méfiez de l’un d’eux ? Mettez fin aux connexions de tous les navigateurs en une fois.',
    revoke: 'Reprendre aussi les clés de toutes les applications',
    revokeText: 'Les applications qui travaillent pour vous en votre absence s’arrêtent aussi.',
    all: 'Se déconnecter partout',
    others: 'Partout sauf ici',
  },
  sessionOutcomes: {
    ended: 'Déconnecté là-bas',
    endedOf: (browser) => `${browser} est déconnecté.`,
    keysStay: 'Les clés restent telles quelles.',
    keysRevoked: (keys) => `${count(keys, { one: '# clé reprise', other: '# clés reprises' })}.`,
    othersEnded: 'Déconnecté partout ailleurs',
    othersEndedTitle: 'Vous êtes déconnecté partout ailleurs.',
    othersEndedText: (logins) => `${count(logins, { one: '# connexion terminée', other: '# connexions terminées' })}.`,
    nothing: 'Aucun changement',
    nothingTitle: 'Rien n’a été modifié.',
    nothingText: 'Ce navigateur est déjà déconnecté.',
  },
}
