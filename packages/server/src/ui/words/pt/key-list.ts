import type { keyList as english } from '../en/key-list.ts'
import { createCount } from '../intl.ts'

const count = createCount('pt')

/** The words of the list of keys, and of the pages that it leads to, in Brazilian Portuguese. */
export const keyList: typeof english = {
  keyList: {
    search: 'Buscar um app',
    find: 'Buscar',
    found: (keys: number) => `${count(keys, { one: '# chave encontrada', other: '# chaves encontradas' })}.`,
    showAll: 'Mostrar todas',
    none: (search: string) => `Nenhum app tem “${search}” no nome.`,
    sort: 'Ordenar por',
    orders: { used: 'Último uso', name: 'Nome', ends: 'Prazo' },
    pages: 'Páginas',
    page: (page: number, pages: number) => `Página ${page} de ${pages}`,
    before: 'Anterior',
    next: 'Próxima',
    unused: (keys: number) =>
      count(keys, { one: '# chave não usada há 90 dias', other: '# chaves não usadas há 90 dias' }),
  },
  keyPage: {
    title: (app: string) => `A chave de ${app}`,
    back: 'Todas as chaves',
    publisher: 'Publicado por',
  },
  unusedKeys: {
    title: 'Chaves não usadas há 90 dias',
    lead: 'Estes apps não usam as chaves deles há 90 dias ou mais. Eles podem pedir outras.',
    takeBack: (keys: number) => count(keys, { one: 'Retirar esta chave', other: 'Retirar estas # chaves' }),
    keep: 'Manter',
    none: 'Todas as chaves foram usadas nos últimos 90 dias.',
    more: (keys: number) => `E ${count(keys, { one: 'mais # chave', other: 'mais # chaves' })}.`,
  },
}
