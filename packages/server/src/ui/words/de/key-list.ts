import type { keyList as english } from '../en/key-list.ts'
import { createCount } from '../intl.ts'

const count = createCount('de')

/** The words of the list of keys, and of the pages that it leads to, in German. */
export const keyList: typeof english = {
  keyList: {
    search: 'App suchen',
    find: 'Suchen',
    found: (keys) => `${count(keys, { other: '# Schlüssel' })} gefunden.`,
    showAll: 'Alle anzeigen',
    none: (search) => `Keine App hat „${search}“ im Namen.`,
    sort: 'Sortieren nach',
    orders: { used: 'Zuletzt benutzt', name: 'Name', ends: 'Ende' },
    pages: 'Seiten',
    page: (page, pages) => `Seite ${page} von ${pages}`,
    before: 'Zurück',
    next: 'Weiter',
    unused: (keys) => `${count(keys, { other: '# Schlüssel' })} seit 90 Tagen nicht benutzt`,
  },
  keyPage: {
    title: (app) => `Der Schlüssel von ${app}`,
    back: 'Alle Schlüssel',
    publisher: 'Anbieter',
  },
  unusedKeys: {
    title: 'Seit 90 Tagen nicht benutzte Schlüssel',
    lead: 'Diese Apps haben ihre Schlüssel seit mindestens 90 Tagen nicht benutzt. Sie können um neue bitten.',
    takeBack: (keys) => count(keys, { one: 'Diesen Schlüssel zurücknehmen', other: 'Diese # Schlüssel zurücknehmen' }),
    keep: 'Behalten',
    none: 'In den letzten 90 Tagen wurde jeder Schlüssel benutzt.',
    more: (keys) => `Und ${count(keys, { one: '# weiterer Schlüssel', other: '# weitere Schlüssel' })}.`,
  },
}
