import type { ownData as english } from '../en/own-data.ts'
import { createCount } from '../intl.ts'

const count = createCount('fr')

/** The words of “Your data” in “My account”, and of an account that is to be deleted, in French. */
export const ownData: typeof english = {
  ownData: {
    lead: 'Emportez tout ce qui est conservé sur vous, ou supprimez votre compte.',
    exportTitle: 'Télécharger vos données',
    exportText:
      'Un fichier JSON avec votre profil, vos connexions, clés, clés d’accès, comptes associés et activité. Il ne contient ni mots de passe ni secrets.',
    download: 'Télécharger',
    deleteTitle: 'Supprimer le compte',
    deleteText: (days) =>
      days === 0
        ? 'Vous êtes déconnecté partout, et tout est supprimé immédiatement. Personne ne peut le rétablir.'
        : `Vous êtes immédiatement déconnecté partout, et tout est supprimé après ${count(days, { one: '# jour', other: '# jours' })}. D’ici là, vous pouvez vous connecter et garder le compte.`,
    fromFile:
      'Le responsable de ce serveur gère ce compte dans un fichier, à partir duquel il réapparaîtrait. Demandez-lui de le supprimer.',
    fromDirectory: 'Ce compte appartient à l’application dont ce serveur fait partie. Supprimez-le là-bas.',
    confirm: (username) => `Pour confirmer, saisissez votre nom d’utilisateur : ${username}`,
    delete: 'Supprimer mon compte',
    wrong: 'Ce n’est pas votre nom d’utilisateur. Rien n’a été modifié.',
    wrongTitle: 'Aucun changement',
    requestedTitle: 'Votre compte va être supprimé',
    requested: (time) =>
      `Suppression ${time}, avec tout ce qui lui appartient. Si vous changez d’avis, connectez-vous avant.`,
    pendingTitle: 'Ce compte va être supprimé',
    pending: (time) => `Suppression ${time}, parce que vous l’avez demandée.`,
    keep: 'Garder mon compte',
    goOn: 'Continuer sans rien changer',
    kept: 'Compte conservé',
    keptTitle: 'Votre compte est conservé.',
  },
}
