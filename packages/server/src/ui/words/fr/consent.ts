import type { consent as english } from '../en/consent.ts'
import { upstream } from './upstream.ts'

const claims: Readonly<Record<string, string>> = upstream.firstLogin.claims

/** The words of giving a key in French. */
export const consent: typeof english = {
  rights: {
    identity: 'Votre identité',
    identityScopes: {
      openid: 'Savoir qui vous êtes',
      profile: 'Voir votre nom et votre profil',
      email: 'Voir votre adresse e-mail',
      address: 'Voir votre adresse postale',
      phone: 'Voir votre numéro de téléphone',
    },
    claim: (claim) => `Voir cette information : ${claims[claim] ?? claim.replaceAll('_', ' ')}`,
    unset: 'non renseigné',
    useApi: (api) => `Utiliser ${api}, sans autorisation particulière`,
    sensitive: 'Sensible : n’autorisez ceci que si vous en êtes sûr.',
    sensitiveHeld: 'Sensible',
    held: 'Elle peut déjà :',
    more: 'Elle demande en plus :',
  },
  consent: {
    asksForKey: (app) => `${app} demande une clé`,
    asksForMore: (app) => `${app} demande davantage`,
    onlyTicked: 'L’application n’obtient que ce que vous laissez coché.',
    noPassword: 'Elle n’obtient jamais votre mot de passe.',
    unverified: 'non vérifiée',
    unverifiedText:
      'Personne n’a vérifié qui gère cette application. N’autorisez l’accès que si vous êtes à l’origine de cette demande.',
    noRights: 'Elle ne demande aucune autorisation. La clé indique seulement que vous avez autorisé cette application.',
    duration: 'Durée de validité de la clé',
    durations: { once: 'Une fois', hour: '1 heure', month: '30 jours', always: 'Sans fin' },
    nothingTicked: 'Rien n’est coché : « Autoriser » a donc le même effet que « Refuser ».',
    allow: 'Autoriser',
    deny: 'Refuser',
    target: (host) => `Vous serez redirigé vers ${host}`,
    targetOnComputer: (host) =>
      `Vous serez redirigé vers ${host}, une application sur cet ordinateur. N’autorisez l’accès que si vous venez de la lancer vous-même.`,
  },
  confirm: {
    title: (app) => `Continuer vers ${app}`,
    question: (app) => `Continuer vers ${app} ?`,
    text: 'Vous avez déjà autorisé cette application. Ne continuez que si vous êtes à l’origine de cette demande.',
    continueAs: (account) => `Continuer en tant que ${account}`,
  },
  toApp: {
    title: 'Retour à l’application',
    sent: 'Votre décision a été envoyée à l’application. Vous pouvez fermer cet onglet.',
    open: 'Ouvrir l’application',
    press: 'Si rien ne se passe, appuyez sur le bouton.',
    continue: 'Continuer',
  },
}
