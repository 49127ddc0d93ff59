import type { keys as english } from '../en/keys.ts'
import { createCount } from '../intl.ts'
import { dative } from './dative.ts'

const count = createCount('de')

/** The words of “My keys” in German. */
export const keys: typeof english = {
  keys: {
    title: 'Meine Schlüssel',
    titleAfter: (outcome) => `${outcome} · Meine Schlüssel`,
    lead: 'Mit jedem Schlüssel kann eine App einen Teil Ihrer Daten nutzen. Sie können ihn einschränken, früher enden lassen oder zurücknehmen.',
    none: 'Keine App hat einen Schlüssel',
    noneText:
      'Wenn Sie einer App Zugriff geben, erscheint ihr Schlüssel hier. Sie sehen dann, was die App darf, wann sie den Schlüssel zuletzt benutzt hat und wann der Zugriff endet, und Sie können den Schlüssel zurücknehmen.',
    given: 'Gegeben',
    lastUsed: 'Zuletzt benutzt',
    notYet: 'noch nicht',
    used: (times) => `${count(times, { other: '#-mal' })} benutzt`,
    ends: 'Endet',
    endsByTaking: 'wenn Sie ihn zurücknehmen',
    endsEarlier: (time) => `endet früher: ${time}`,
    change: 'Diesen Schlüssel ändern',
    changeOf: (app) => `, von ${app}`,
    untick: 'Entfernen Sie die Häkchen bei allem, was der Schlüssel nicht mehr öffnen soll.',
    endSooner: 'Früher enden lassen',
    keepNoEnd: 'Nein, behalten, bis ich ihn zurücknehme',
    keepEnd: 'Nein, das Ende so lassen',
    endIn: (duration) => `In ${dative(duration)}`,
    save: 'Änderungen speichern',
    saveOf: (app) => `am Schlüssel von ${app}`,
    takeBack: 'Schlüssel zurücknehmen',
    open: 'Öffnen',
    takeBackShort: 'Zurücknehmen',
    more: (rights) => `${rights} weitere`,
    takeBackOf: (app) => `von ${app}`,
    stopsAtOnce: 'Wenn Sie ihn zurücknehmen, funktioniert er sofort nicht mehr.',
    stopsWithin: (duration) =>
      `Wenn Sie ihn zurücknehmen, funktioniert er spätestens nach ${dative(duration)} nicht mehr.`,
  },
  outcomes: {
    takenBack: 'Schlüssel zurückgenommen',
    takenBackFrom: (app) => `Sie haben den Schlüssel von ${app} zurückgenommen.`,
    noKeyLeft: 'Die App hat keinen Zugriff mehr auf Ihre Daten.',
    keysLeft: (app, keys) =>
      `Dieser Schlüssel funktioniert nicht mehr. ${app} hat noch ${keys === 1 ? 'einen weiteren Schlüssel' : `${keys} weitere Schlüssel`}, siehe unten.`,
    late: (api, duration) => `${api} akzeptiert ihn spätestens nach ${dative(duration)} nicht mehr.`,
    changed: 'Schlüssel geändert',
    changedOf: (app) => `Sie haben den Schlüssel von ${app} geändert.`,
    narrowed: 'Er öffnet jetzt nur noch, was Sie unten sehen.',
    narrowedUntil: (duration) => `Er öffnet jetzt nur noch, was Sie unten sehen. Er endet in ${dative(duration)}.`,
    until: (duration) => `Er endet jetzt in ${dative(duration)}.`,
    show: 'Diesen Schlüssel ansehen',
    unchanged: 'Nichts geändert',
    unchangedOf: (app) => `Der Schlüssel von ${app} ist unverändert.`,
    unchangedText: 'Sie haben kein Häkchen entfernt und kein früheres Ende gewählt.',
    undo: 'Rückgängig machen',
    undoFor: (duration) => `Sie können das noch ${duration} lang rückgängig machen.`,
    unusedTakenBack: 'Schlüssel zurückgenommen',
    unusedTakenBackTitle: (keys) => `Sie haben ${count(keys, { other: '# Schlüssel' })} zurückgenommen.`,
    noKeyLeftOfThese: 'Diese Apps können sie nicht mehr benutzen.',
    restored: 'Schlüssel wiederhergestellt',
    restoredTo: (app) => `${app} hat den Schlüssel wieder.`,
    restoredText: 'Er öffnet, was er vorher geöffnet hat.',
    allRestored: 'Schlüssel wiederhergestellt',
    allRestoredTitle: (keys) =>
      count(keys, { one: '# Schlüssel funktioniert wieder.', other: '# Schlüssel funktionieren wieder.' }),
    allRestoredText: 'Sie öffnen, was sie vorher geöffnet haben.',
    nothing: 'Nichts geändert',
    nothingTitle: 'Es wurde nichts geändert.',
    nothingBecause: {
      gone: 'Der Schlüssel wurde inzwischen geändert oder zurückgenommen. Diese Seite zeigt den aktuellen Stand.',
      tooLate:
        'Die zehn Sekunden zum Rückgängigmachen sind vorbei, oder es wurde bereits rückgängig gemacht. Eine App ohne Schlüssel kann um einen neuen bitten.',
      empty: 'Ein Schlüssel muss mindestens eine Berechtigung behalten. Um ihn zu beenden, nehmen Sie ihn zurück.',
    },
  },
}
