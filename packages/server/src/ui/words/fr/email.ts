import type { email as english } from '../en/email.ts'

/** The words of the page on which users change their e-mail address, in French. */
export const email: typeof english = {
  ownEmail: {
    lead: 'Les messages sur votre compte sont envoyés à cette adresse, y compris le lien en cas de mot de passe oublié.',
    current: 'Votre adresse e-mail',
    none: 'Vous n’avez pas d’adresse e-mail ici : si vous oubliez votre mot de passe, vous ne pourrez pas récupérer votre compte.',
    confirmed: 'confirmée',
    unconfirmed: 'non confirmée',
    confirm: 'Envoyer un lien de confirmation',
    new: 'Nouvelle adresse e-mail',
    hint: 'Nous y envoyons un lien. Votre adresse change une fois que vous avez ouvert le lien et appuyé sur le bouton.',
    save: 'Envoyer le lien',
    sent: 'Consultez vos e-mails',
    sentTo: (address) => `Un message avec un lien est en route vers ${address}. Le lien fonctionne pendant 30 minutes.`,
    invalid: 'Ce n’est pas une adresse e-mail.',
    same: 'C’est déjà votre adresse e-mail.',
    wait: (duration) => `Plusieurs liens ont déjà été envoyés. Attendez ${duration}, puis réessayez.`,
    failed: 'Aucun changement',
    ofFile: 'Votre adresse e-mail est définie par le responsable de ce serveur, qui peut la changer.',
  },
}
