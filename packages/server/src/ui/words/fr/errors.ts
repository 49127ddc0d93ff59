import type { errors as english } from '../en/errors.ts'

/** The words of pages that say what went wrong, in French. */
export const errors: typeof english = {
  expired: {
    title: 'Cette page n’est plus à jour',
    text: 'Cette demande est déjà terminée ou a expiré. Retournez à l’application et recommencez.',
    expired: (app) =>
      `La demande de l’application ${app} a expiré, car elle est restée ouverte plus d’une demi-heure. Recommencez.`,
    answered: (app) =>
      `La demande de l’application ${app} est déjà terminée. Retournez à l’application, ou recommencez.`,
    toApp: (app) => `Aller à ${app}`,
    atApp: (app) => `Recommencer sur ${app}`,
    again: 'Recommencer',
  },
  problem: {
    ofApp: 'Cette application a fait une erreur',
    ofAppText: 'Aucune réponse ne lui a été envoyée, et aucune de vos données n’a été partagée.',
    ofAppAdvice:
      'Retournez à l’application et réessayez. Si cela se reproduit, contactez les responsables de l’application.',
    titles: {
      403: 'Ce formulaire ne peut pas être utilisé',
      404: 'Page introuvable',
      405: 'Non pris en charge',
      413: 'Demande trop volumineuse',
      429: 'Trop de tentatives',
      500: 'Un problème est survenu',
      503: 'Veuillez réessayer dans un instant',
    },
    texts: {
      404: 'Aucune page n’existe à cette adresse.',
      500: 'Une erreur inattendue s’est produite.',
      503: 'Le serveur est momentanément indisponible. Réessayez.',
    },
    form: 'Ce formulaire ne peut pas être utilisé',
    fromOtherSite: 'Le formulaire provient d’un autre site.',
    malformedForm:
      'Le formulaire envoyé ne correspond pas à celui de cette page. Revenez en arrière, actualisez la page et réessayez.',
    outdated: 'Cette page n’est plus à jour. Revenez en arrière, actualisez-la et réessayez.',
    noCookie: 'Ce navigateur n’a pas envoyé le cookie lié à cette page.',
    noCookieAdvice:
      'Retournez à l’application et recommencez, ou connectez-vous ici pour voir vos clés. Si cela se reproduit, votre navigateur bloque peut-être les cookies : autorisez-les pour ce site.',
    unknownDecision: 'Le formulaire a été envoyé sans aucun des choix de cette page. Revenez en arrière et réessayez.',
    help: 'Obtenir de l’aide',
    toKeys: 'Aller à mes clés',
    toStart: 'Aller à l’accueil',
    code: (code) => `Si vous demandez de l’aide, indiquez ce code : ${code}`,
  },
  developer: {
    title: 'Pour les développeurs de l’application',
    error: 'Erreur',
    wrong: 'Le problème',
    received: 'Reçu',
    registered: 'Enregistré',
    fix: 'Comment le corriger',
    specification: 'Spécification',
    compare: 'Comparez cette valeur aux URI de redirection enregistrées pour le client.',
    caption: (name) => `${name} : reçu et enregistré`,
    value: 'La valeur',
    more: (amount) => `${amount} de plus`,
    nothing: 'rien',
    endsHere: 'se termine ici',
    same: 'Les deux sont identiques.',
    slashReceived: 'La valeur reçue se termine par une barre oblique, la valeur enregistrée non.',
    slashRegistered: 'La valeur enregistrée se termine par une barre oblique, la valeur reçue non.',
    case: 'Seules les majuscules et les minuscules diffèrent.',
    shorter: (position) => `La valeur reçue se termine avant le caractère ${position} de la valeur enregistrée.`,
    longer: (position) =>
      `La valeur reçue continue après la fin de la valeur enregistrée, à partir du caractère ${position}.`,
    differs: (position) => `La première différence se trouve au caractère ${position}.`,
  },
}
