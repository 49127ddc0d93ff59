import type { keyList as english } from '../en/key-list.ts'
import { createCount } from '../intl.ts'

const count = createCount('fr')

/** The words of the list of keys, and of the pages that it leads to, in French. */
export const keyList: typeof english = {
  keyList: {
    search: 'Rechercher une application',
    find: 'Rechercher',
    found: (keys) => `${count(keys, { one: '# clé trouvée', other: '# clés trouvées' })}.`,
    showAll: 'Tout afficher',
    none: (search) => `Aucune application n’a « ${search} » dans son nom.`,
    sort: 'Trier par',
    orders: { used: 'Dernière utilisation', name: 'Nom', ends: 'Fin' },
    pages: 'Pages',
    page: (page, pages) => `Page ${page} sur ${pages}`,
    before: 'Précédent',
    next: 'Suivant',
    unused: (keys) => `${count(keys, { one: '# clé inutilisée', other: '# clés inutilisées' })} depuis 90 jours`,
  },
  keyPage: {
    title: (app) => `La clé de l’application ${app}`,
    back: 'Toutes les clés',
    publisher: 'Éditeur',
  },
  unusedKeys: {
    title: 'Clés inutilisées depuis 90 jours',
    lead: 'Ces applications n’ont pas utilisé leur clé depuis au moins 90 jours. Elles peuvent en demander une nouvelle.',
    takeBack: (keys) => (keys === 1 ? 'Reprendre cette clé' : `Reprendre ces ${keys} clés`),
    keep: 'Les garder',
    none: 'Toutes les clés ont été utilisées ces 90 derniers jours.',
    more: (keys) => `Et ${count(keys, { one: '# autre clé', other: '# autres clés' })}.`,
  },
}
