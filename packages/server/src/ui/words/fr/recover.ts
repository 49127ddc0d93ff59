import type { recover as english } from '../en/recover.ts'

/** The words of pages by which users get back in, and confirm addresses, in French. */
export const recover: typeof english = {
  recover: {
    title: 'Récupérer votre compte',
    text: 'Dites-nous qui vous êtes. Nous enverrons un lien pour un nouveau mot de passe à l’adresse e-mail de votre compte.',
    who: 'Nom d’utilisateur ou adresse e-mail',
    send: 'Envoyer le lien',
    toLogin: 'Revenir à la connexion',
    sent: 'Consultez vos e-mails',
    sentText:
      'Si un compte correspond à votre saisie et qu’il a une adresse e-mail, un message avec un lien est en route vers cette adresse. Le lien fonctionne pendant 30 minutes.',
    sentAdvice:
      'Rien reçu ? Regardez dans les courriers indésirables, vérifiez l’orthographe, ou demandez de l’aide au responsable.',
    again: 'Réessayer',
    wait: 'Trop de tentatives.',
    newPassword: 'Choisissez un nouveau mot de passe',
    newPasswordText: (username) => `Pour le compte « ${username} ». Vous serez déconnecté partout ailleurs.`,
    save: 'Enregistrer et se connecter',
    dead: 'Ce lien ne fonctionne plus',
    deadText:
      'Il a déjà été utilisé, date de plus de 30 minutes, ou le compte a changé depuis. Demandez-en un nouveau.',
    askAgain: 'Demander un nouveau lien',
    busy: 'Trop de mots de passe sont en cours de vérification.',
  },
  confirmEmail: {
    title: 'Confirmez votre adresse e-mail',
    text: (address, username) => `${address} devient l’adresse e-mail du compte « ${username} ».`,
    confirm: 'Confirmer',
    done: 'Votre adresse e-mail est confirmée',
    doneText: (address) => `Les messages sur votre compte sont désormais envoyés à ${address}.`,
    toAccount: 'Aller à mon compte',
    dead: 'Ce lien ne fonctionne plus',
    deadText: 'Il a déjà été utilisé, date de plus de 30 minutes, ou le compte a changé depuis.',
    toStart: 'Aller à l’accueil',
  },
  devOutbox: {
    title: 'Boîte d’envoi',
    text: 'Les messages que ce serveur de développement enverrait, les plus récents d’abord. Rien ne quitte cet ordinateur : pour les envoyer, définissez « mail » dans la configuration.',
    none: 'Aucun message pour l’instant.',
    to: 'À',
    open: 'Ouvrir le lien',
    refresh: 'Actualiser',
  },
}
