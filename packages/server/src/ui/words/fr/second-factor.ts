import type { secondFactor as english } from '../en/second-factor.ts'

/** The words of the second step of a login, and of its set-up, in French. */
export const secondFactor: typeof english = {
  secondStep: {
    title: 'Saisissez votre code',
    text: 'Ouvrez votre application d’authentification et saisissez les six chiffres qu’elle affiche.',
    code: 'Code à six chiffres',
    recoveryTitle: 'Saisissez un code de récupération',
    recoveryText:
      'Chacun des codes que vous avez conservés lors de la configuration de la validation en deux étapes fonctionne une fois.',
    recoveryCode: 'Code de récupération',
    trust: 'Mémoriser cet appareil pendant 30 jours',
    trustText: 'Aucun code ne vous sera demandé ici. À éviter sur un ordinateur partagé.',
    continue: 'Continuer',
    useRecovery: 'Utiliser un code de récupération',
    useCode: 'Utiliser le code de mon application',
    as: 'Connexion en tant que',
    otherAccount: 'Utiliser un autre compte',
    wrong: 'Ce code est incorrect.',
    wrongText:
      'Saisissez le code que votre application affiche maintenant. S’il est de nouveau refusé, vérifiez l’heure de votre téléphone.',
    wrongRecoveryText: 'Vérifiez les fautes de frappe. Un code déjà utilisé ne fonctionne plus.',
    used: 'Ce code a déjà été utilisé.',
    usedText: 'Attendez que votre application affiche le suivant, puis saisissez-le.',
    tooLate: 'Cela a pris trop de temps.',
    tooLateText: 'Pour votre sécurité, recommencez la connexion.',
  },
  setUp: {
    loginTitle: 'Configurer la validation en deux étapes',
    loginText:
      'Pour continuer, votre compte a besoin d’une deuxième étape en plus du mot de passe : un code d’une application sur votre téléphone.',
    loginAppText: (app) =>
      `${app} demande une connexion en deux étapes : en plus, un code d’une application sur votre téléphone.`,
    scan: 'Scannez ceci avec votre application d’authentification',
    scanText:
      'Toute application de codes à usage unique convient, par exemple celle de votre gestionnaire de mots de passe.',
    picture: 'Code QR pour votre application d’authentification',
    manual: 'L’application ne peut pas scanner ? Saisissez plutôt cette clé de configuration.',
    key: 'Clé de configuration',
    confirm: 'Code que l’application affiche maintenant',
    turnOn: 'Activer',
    notNow: 'Pas maintenant',
  },
  recoveryCodes: {
    title: 'Conservez vos codes de récupération',
    text: 'Si vous perdez votre téléphone, chacun de ces codes vous permet de vous connecter une fois. Ils ne sont affichés que maintenant : imprimez-les, ou enregistrez-les dans votre gestionnaire de mots de passe.',
    label: 'Codes de récupération',
    file: 'codes-de-recuperation.txt',
    fileTitle: (server, account) =>
      `Codes de récupération du compte ${account} sur ${server}. Chacun fonctionne une fois.`,
    download: 'Télécharger en texte',
    done: 'Je les ai conservés',
  },
  factors: {
    off: 'Connectez-vous avec votre mot de passe et un code de votre téléphone : une personne qui apprend votre mot de passe ne peut toujours pas se connecter.',
    on: 'Après votre mot de passe, un code de votre application vous est demandé.',
    app: 'Application d’authentification',
    appSince: (date) => `Configurée ${date}.`,
    required: 'Le responsable de ce serveur exige la validation en deux étapes pour votre compte.',
    turnOn: 'Configurer une application',
    change: 'Utiliser une autre application',
    codes: 'Codes de récupération',
    codesLeft: (left) =>
      left === 0
        ? 'Tous les codes sont utilisés. Créez-en de nouveaux.'
        : left === 1
          ? 'Il reste un code.'
          : `Il reste ${left} codes.`,
    newCodes: 'Créer de nouveaux codes',
    newCodesText: 'Avec de nouveaux codes, vos codes actuels ne fonctionneront plus.',
    remove: 'Désactiver la validation en deux étapes',
    removeText: 'Votre mot de passe suffit alors. Tous les autres appareils sont déconnectés.',
    devices: 'Appareils mémorisés',
    noDevices: 'Aucun appareil n’est mémorisé : un code vous est demandé à chaque connexion.',
    devicesText: 'Quand vous vous connectez depuis ces appareils, aucun code ne vous est demandé.',
    until: (date) => `Expire ${date}`,
    forget: 'Oublier',
    forgetAll: 'Tout oublier',
    done: {
      added: 'La validation en deux étapes est activée',
      removed: 'La validation en deux étapes est désactivée',
      codes: 'Vous avez de nouveaux codes de récupération',
      forgotten: 'L’appareil est oublié',
    },
  },
}
