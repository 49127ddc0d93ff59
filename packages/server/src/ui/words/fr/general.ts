import type { general as english } from '../en/general.ts'
import { createDates, createUnits } from '../intl.ts'

/** The words of every page, and of times, in French. */
export const general: typeof english = {
  layout: {
    skip: 'Aller au contenu',
    myKeys: 'Mes clés',
    myAccount: 'Mon compte',
    logOut: 'Se déconnecter',
    switchAccount: 'changer de compte',
    support: 'Aide',
    privacy: 'Règles de confidentialité',
    terms: 'Conditions d’utilisation',
    footer: 'Une clé n’ouvre que ce que vous choisissez. Vous pouvez la reprendre.',
  },
  password: {
    show: 'Afficher',
    hide: 'Masquer',
    showPassword: 'Afficher le mot de passe',
    hidePassword: 'Masquer le mot de passe',
  },
  time: {
    never: 'jamais',
    justNow: 'à l’instant',
    soon: 'dans moins d’une minute',
    ...createUnits('fr'),
    joined: (larger, smaller) => `${larger} et ${smaller}`,
    ahead: (duration) => `dans ${duration}`,
    ago: (duration) => `il y a ${duration}`,
    today: (time) => `aujourd’hui à ${time}`,
    tomorrow: (time) => `demain à ${time}`,
    yesterday: (time) => `hier à ${time}`,
    on: (date) => `le ${date}`,
    ...createDates('fr'),
    exact: (date, time) => `${date}, ${time}`,
  },
  client: { policy: 'Règles de confidentialité', terms: 'Conditions d’utilisation' },
  account: {
    loggedInAs: 'Vous êtes connecté en tant que',
    notYou: 'Ce n’est pas vous ?',
    continueAsOther: 'Continuer avec un autre compte',
  },
  home: {
    title: 'Bienvenue',
    heading: 'Confiez une clé, pas votre mot de passe.',
    lead: 'La clé que l’on confie à un voiturier ouvre la portière et fait rouler la voiture. Elle n’ouvre pas le coffre. Ici, vous donnez ce genre de clé à des applications : vous choisissez ce que chacune ouvre et combien de temps elle reste valable, et vous pouvez la reprendre.',
    leadOfBrand:
      'Ici, vous donnez à des applications des clés pour accéder à vos données : vous choisissez ce que chacune ouvre et combien de temps elle reste valable, et vous pouvez la reprendre.',
    logIn: 'Se connecter pour voir mes clés',
    keys: 'Voir mes clés',
    account: 'Mon compte',
    developers: 'Pour les développeurs',
    metadata: 'Métadonnées du serveur',
    publicKeys: 'Clés publiques',
  },
}
