import type { ownData as english } from '../en/own-data.ts'
import { createCount } from '../intl.ts'

const count = createCount('de')

/** The words of “Your data” in “My account”, and of an account that is to be deleted, in German. */
export const ownData: typeof english = {
  ownData: {
    lead: 'Nehmen Sie alles mit, was über Sie gespeichert ist, oder löschen Sie Ihr Konto.',
    exportTitle: 'Ihre Daten herunterladen',
    exportText:
      'Eine JSON-Datei mit Ihrem Profil, Ihren Anmeldungen, Schlüsseln, Passkeys, verknüpften Konten und Aktivitäten. Passwörter und Geheimnisse sind nicht enthalten.',
    download: 'Herunterladen',
    deleteTitle: 'Konto löschen',
    deleteText: (days) =>
      days === 0
        ? 'Sie werden überall abgemeldet, und alles wird sofort gelöscht. Niemand kann es wiederherstellen.'
        : `Sie werden sofort überall abgemeldet, und nach ${count(days, { one: '# Tag', other: '# Tagen' })} wird alles gelöscht. Bis dahin können Sie sich anmelden und das Konto behalten.`,
    fromFile:
      'Der Betreiber dieses Servers verwaltet dieses Konto in einer Datei, aus der es wieder entstehen würde. Bitten Sie ihn, es zu löschen.',
    fromDirectory: 'Dieses Konto gehört zu der Anwendung, deren Teil dieser Server ist. Löschen Sie es dort.',
    confirm: (username) => `Geben Sie zur Bestätigung Ihren Nutzernamen ein: ${username}`,
    delete: 'Mein Konto löschen',
    wrong: 'Das ist nicht Ihr Nutzername. Es wurde nichts geändert.',
    wrongTitle: 'Nichts geändert',
    requestedTitle: 'Ihr Konto wird gelöscht',
    requested: (time) =>
      `Es wird ${time} gelöscht, mit allem, was dazugehört. Wenn Sie es sich anders überlegen, melden Sie sich vorher an.`,
    pendingTitle: 'Dieses Konto wird gelöscht',
    pending: (time) => `Es wird ${time} gelöscht, weil Sie das beantragt haben.`,
    keep: 'Mein Konto behalten',
    goOn: 'Weiter, ohne das zu ändern',
    kept: 'Konto behalten',
    keptTitle: 'Ihr Konto bleibt bestehen.',
  },
}
