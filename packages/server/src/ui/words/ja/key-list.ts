import type { keyList as english } from '../en/key-list.ts'
import { createCount } from '../intl.ts'

const count = createCount('ja')
const amount = (keys: number): string => count(keys, { other: '#個' })

/** The words of the list of keys, and of the pages that it leads to, in Japanese. */
export const keyList: typeof english = {
  keyList: {
    search: 'アプリを検索',
    find: '検索',
    found: (keys: number) => `${amount(keys)}のキーが見つかりました。`,
    showAll: 'すべて表示',
    none: (search: string) => `名前に「${search}」を含むアプリはありません。`,
    sort: '並べ替え',
    orders: { used: '最終使用', name: '名前', ends: '期限' },
    pages: 'ページ',
    page: (page: number, pages: number) => `${page} / ${pages}ページ`,
    before: '前へ',
    next: '次へ',
    unused: (keys: number) => `90日間使われていないキー：${amount(keys)}`,
  },
  keyPage: {
    title: (app: string) => `${app}のキー`,
    back: 'すべてのキー',
    publisher: '提供元',
  },
  unusedKeys: {
    title: '90日間使われていないキー',
    lead: 'これらのアプリは、90日以上キーを使っていません。回収しても、アプリは新しいキーを求めることができます。',
    takeBack: (keys: number) => (keys === 1 ? 'このキーを回収' : `${amount(keys)}のキーを回収`),
    keep: '回収しない',
    none: 'すべてのキーが90日以内に使われています。',
    more: (keys: number) => `ほかに${amount(keys)}のキーがあります。`,
  },
}
