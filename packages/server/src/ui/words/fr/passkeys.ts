import type { passkeys as english } from '../en/passkeys.ts'

/** The words of passkeys in French. */
export const passkeys: typeof english = {
  passkeys: {
    lead: 'Une clé d’accès remplace votre mot de passe : déverrouillez votre appareil avec son code, votre empreinte ou votre visage, et vous êtes connecté.',
    use: 'Utiliser une clé d’accès',
    add: 'Ajouter une clé d’accès',
    cancelled:
      'Aucune clé d’accès n’a été utilisée : la demande a été annulée ou a pris trop de temps. Réessayez, ou continuez sans clé d’accès.',
    known: 'Cet appareil a déjà une clé d’accès pour votre compte.',
    failed: 'Votre navigateur n’a pas pu utiliser de clé d’accès. Réessayez, ou continuez sans clé d’accès.',
    otherwiseLogin:
      'Les clés d’accès nécessitent JavaScript et un navigateur récent. Connectez-vous plutôt avec votre mot de passe.',
    otherwiseSecond: 'Les clés d’accès nécessitent JavaScript et un navigateur récent. Utilisez plutôt un code.',
    otherwiseAdd:
      'Ce navigateur ne peut pas ajouter de clé d’accès : JavaScript est désactivé, ou le navigateur ne les prend pas en charge. Activez JavaScript, ou ouvrez cette page dans une version récente de Chrome, Edge, Firefox ou Safari.',
    refused: 'Cette clé d’accès n’a pas été acceptée.',
    refusedText:
      'Utilisez une autre clé d’accès ou connectez-vous autrement. Si vous l’avez supprimée ici, supprimez-la aussi sur votre appareil.',
    expired: 'Cela a pris trop de temps.',
    expiredText: 'Réessayez dans les cinq minutes.',
    none: 'Vous n’avez pas encore de clé d’accès',
    noneText:
      'Ajoutez-en une sur cet appareil. Vous pouvez en ajouter d’autres sur vos autres appareils, jusqu’à 20 au total.',
    created: (date, lastUse) => `Ajoutée ${date}, dernière utilisation : ${lastUse}`,
    synced: 'sur tous vos appareils',
    rename: 'Renommer',
    name: 'Nom',
    save: 'Enregistrer le nom',
    remove: 'Supprimer',
    removeIt: 'Supprimer la clé d’accès',
    about: (name) => `la clé d’accès « ${name} »`,
    removeText:
      'Plus personne ne pourra se connecter avec cette clé, et vous serez déconnecté partout ailleurs. Votre appareil peut continuer à la proposer tant que vous ne l’y supprimez pas.',
    added: (name) => `Clé d’accès « ${name} » ajoutée.`,
    addedText: 'À la prochaine connexion, choisissez « Utiliser une clé d’accès ». Vous pouvez la renommer ci-dessous.',
    renamed: (name) => `La clé d’accès s’appelle maintenant « ${name} ».`,
    renamedText: 'Ce nom n’est affiché qu’ici.',
    removed: (name) => `Clé d’accès « ${name} » supprimée.`,
    removedText: 'Vous pouvez aussi la supprimer sur votre appareil : elle n’ouvre plus rien ici.',
    gone: 'Rien n’a été modifié.',
    goneText: 'Cette clé d’accès n’existe plus.',
    last: 'C’est votre seul moyen de vous connecter.',
    lastText:
      'Définissez d’abord un mot de passe ou ajoutez une autre clé d’accès. Vous pourrez ensuite supprimer celle-ci.',
    full: 'Vous avez 20 clés d’accès, le maximum pour un compte.',
    fullText: 'Supprimez-en une que vous n’utilisez plus, puis ajoutez la nouvelle.',
    notAdded: 'La clé d’accès n’a pas été ajoutée.',
    notAddedText: 'La réponse de votre navigateur n’a pas été acceptée. Réessayez, ou utilisez un autre appareil.',
    unavailable: 'Les clés d’accès ne sont pas disponibles ici',
    unavailableText:
      'Les navigateurs ne proposent les clés d’accès qu’aux adresses https avec un nom d’hôte. Adressez-vous au responsable de ce serveur, et utilisez un mot de passe en attendant.',
    recovery: 'Si vous perdez toutes vos clés d’accès',
    recoveryByMail:
      'Connectez-vous avec votre mot de passe, ou définissez-en un nouveau par e-mail avec « Mot de passe oublié ? ». Supprimez ensuite ici les clés d’accès perdues et ajoutez-en une nouvelle.',
    recoveryByPassword:
      'Connectez-vous avec votre mot de passe. Supprimez ensuite ici les clés d’accès perdues et ajoutez-en une nouvelle.',
  },
}
