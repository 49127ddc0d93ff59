import { count } from './count.ts'

/** The words of the list of keys, and of the pages that it leads to. */
export const keyList = {
  keyList: {
    search: 'Find an app',
    find: 'Find',
    found: (keys: number) => `${count(keys, 'key')} found.`,
    showAll: 'Show all',
    none: (search: string) => `No app has “${search}” in its name.`,
    sort: 'Sort by',
    orders: { used: 'Last used', name: 'Name', ends: 'Expiry' },
    pages: 'Pages',
    page: (page: number, pages: number) => `Page ${page} of ${pages}`,
    before: 'Previous',
    next: 'Next',
    unused: (keys: number) => `${count(keys, 'key')} not used for 90 days`,
  },
  keyPage: {
    title: (app: string) => `The key of ${app}`,
    back: 'All keys',
    publisher: 'Published by',
  },
  unusedKeys: {
    title: 'Keys not used for 90 days',
    lead: 'These apps have not used their keys for 90 days or longer. They can ask for new ones.',
    takeBack: (keys: number) => (keys === 1 ? 'Take this key back' : `Take these ${keys} keys back`),
    keep: 'Keep them',
    none: 'Every key was used in the last 90 days.',
    more: (keys: number) => `And ${count(keys, 'more key')}.`,
  },
}
