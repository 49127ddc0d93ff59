import type { ownPassword as english } from '../en/own-password.ts'

/** The words of “Password” in “My account”, in French. */
export const ownPassword: typeof english = {
  ownPassword: {
    lead: 'Un nouveau mot de passe vous déconnecte de tous les autres navigateurs. Les applications gardent les clés que vous leur avez données.',
    none: 'Votre compte n’a pas encore de mot de passe. Avec un mot de passe, vous pouvez aussi vous connecter sans les autres moyens.',
    current: 'Mot de passe actuel',
    save: 'Changer le mot de passe',
    set: 'Définir le mot de passe',
    wrong: 'Ce n’est pas votre mot de passe actuel.',
    wrongTitle: 'Le mot de passe actuel est incorrect',
    refusedTitle: 'Le nouveau mot de passe ne peut pas être utilisé',
    same: 'C’est déjà votre mot de passe actuel. Choisissez-en un autre.',
    wait: (duration) => `Trop de tentatives. Attendez ${duration}, puis réessayez.`,
    raced: 'Votre mot de passe a été changé ailleurs entre-temps. Rien n’a été modifié ici.',
    done: 'Mot de passe changé',
    doneTitle: 'Votre mot de passe a été changé.',
    doneText: 'Tous les autres navigateurs sont déconnectés.',
  },
}
