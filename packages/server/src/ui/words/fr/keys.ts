import type { keys as english } from '../en/keys.ts'
import { createCount } from '../intl.ts'

const count = createCount('fr')

/** The words of “My keys” in French. */
export const keys: typeof english = {
  keys: {
    title: 'Mes clés',
    titleAfter: (outcome) => `${outcome} · Mes clés`,
    lead: 'Chaque clé permet à une application d’utiliser une partie de vos données. Vous pouvez la limiter, avancer sa fin ou la reprendre.',
    none: 'Aucune application n’a de clé',
    noneText:
      'Quand vous donnez un accès à une application, sa clé apparaît ici. Vous voyez ce que l’application peut faire, quand elle s’en est servie pour la dernière fois et quand son accès prend fin, et vous pouvez reprendre la clé.',
    given: 'Donnée',
    lastUsed: 'Dernière utilisation',
    notYet: 'pas encore',
    used: (times) => `utilisée ${count(times, { other: '# fois' })}`,
    ends: 'Fin',
    endsByTaking: 'quand vous la reprenez',
    endsEarlier: (time) => `fin anticipée : ${time}`,
    change: 'Modifier cette clé',
    changeOf: (app) => ` de l’application ${app}`,
    untick: 'Décochez ce que la clé ne doit plus permettre.',
    endSooner: 'Avancer sa fin',
    keepNoEnd: 'Non, la garder jusqu’à ce que je la reprenne',
    keepEnd: 'Non, garder la même fin',
    endIn: (duration) => `Dans ${duration}`,
    save: 'Enregistrer les modifications',
    saveOf: (app) => `de la clé de l’application ${app}`,
    takeBack: 'Reprendre cette clé',
    open: 'Ouvrir',
    takeBackShort: 'Reprendre',
    more: (rights) => `${rights} de plus`,
    takeBackOf: (app) => `à l’application ${app}`,
    stopsAtOnce: 'Dès que vous la reprenez, elle ne fonctionne plus.',
    stopsWithin: (duration) => `Quand vous la reprenez, elle cesse de fonctionner en moins de ${duration}.`,
  },
  outcomes: {
    takenBack: 'Clé reprise',
    takenBackFrom: (app) => `Vous avez repris la clé donnée à ${app}.`,
    noKeyLeft: 'L’application n’a plus accès à vos données.',
    keysLeft: (app, keys) =>
      `Cette clé ne fonctionne plus. ${app} a encore ${keys === 1 ? 'une autre clé' : `${keys} autres clés`}, ci-dessous.`,
    late: (api, duration) => `${api} cesse de l’accepter en moins de ${duration}.`,
    changed: 'Clé modifiée',
    changedOf: (app) => `Vous avez modifié la clé donnée à ${app}.`,
    narrowed: 'Elle n’ouvre plus que ce que vous voyez ci-dessous.',
    narrowedUntil: (duration) => `Elle n’ouvre plus que ce que vous voyez ci-dessous. Elle prend fin dans ${duration}.`,
    until: (duration) => `Elle prend maintenant fin dans ${duration}.`,
    show: 'Voir cette clé',
    unchanged: 'Aucun changement',
    unchangedOf: (app) => `La clé donnée à ${app} n’a pas changé.`,
    unchangedText: 'Vous n’avez rien décoché ni choisi de fin plus proche.',
    undo: 'Annuler',
    undoFor: (duration) => `Vous pouvez annuler pendant ${duration}.`,
    unusedTakenBack: 'Clés reprises',
    unusedTakenBackTitle: (keys) => `Vous avez repris ${count(keys, { one: '# clé', other: '# clés' })}.`,
    noKeyLeftOfThese: 'Ces applications ne peuvent plus les utiliser.',
    restored: 'Clé rétablie',
    restoredTo: (app) => `${app} a de nouveau sa clé.`,
    restoredText: 'Elle ouvre ce qu’elle ouvrait avant.',
    allRestored: 'Clés rétablies',
    allRestoredTitle: (keys) =>
      count(keys, { one: '# clé fonctionne de nouveau.', other: '# clés fonctionnent de nouveau.' }),
    allRestoredText: 'Elles ouvrent ce qu’elles ouvraient avant.',
    nothing: 'Aucun changement',
    nothingTitle: 'Rien n’a été modifié.',
    nothingBecause: {
      gone: 'La clé a été modifiée ou reprise entre-temps. Cette page montre son état actuel.',
      tooLate:
        'Les dix secondes pour annuler sont écoulées, ou l’annulation a déjà eu lieu. Une application sans clé peut en demander une nouvelle.',
      empty: 'Une clé doit garder au moins une autorisation. Pour y mettre fin, reprenez-la.',
    },
  },
}
