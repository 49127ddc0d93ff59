import type { keyList as english } from '../en/key-list.ts'
import { createCount } from '../intl.ts'

const count = createCount('es')

/** The words of the list of keys, and of the pages that it leads to, in Spanish. */
export const keyList: typeof english = {
  keyList: {
    search: 'Buscar una aplicación',
    find: 'Buscar',
    found: (keys) => `${count(keys, { one: '# llave encontrada', other: '# llaves encontradas' })}.`,
    showAll: 'Mostrar todas',
    none: (search) => `Ninguna aplicación tiene «${search}» en su nombre.`,
    sort: 'Ordenar por',
    orders: { used: 'Último uso', name: 'Nombre', ends: 'Fin' },
    pages: 'Páginas',
    page: (page, pages) => `Página ${page} de ${pages}`,
    before: 'Anterior',
    next: 'Siguiente',
    unused: (keys) => `${count(keys, { one: '# llave sin usar', other: '# llaves sin usar' })} desde hace 90 días`,
  },
  keyPage: {
    title: (app) => `La llave de ${app}`,
    back: 'Todas las llaves',
    publisher: 'Publicada por',
  },
  unusedKeys: {
    title: 'Llaves sin usar desde hace 90 días',
    lead: 'Estas aplicaciones no han usado sus llaves desde hace 90 días o más. Pueden pedir otras nuevas.',
    takeBack: (keys) => (keys === 1 ? 'Retirar esta llave' : `Retirar estas ${keys} llaves`),
    keep: 'Conservarlas',
    none: 'Todas las llaves se han usado en los últimos 90 días.',
    more: (keys) => `Y ${count(keys, { one: '# llave más', other: '# llaves más' })}.`,
  },
}
