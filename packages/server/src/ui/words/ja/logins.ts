import type { logins as english } from '../en/logins.ts'

/** The words of “Linked accounts” in Japanese. */
export const logins: typeof english = {
  logins: {
    lead: 'ここでのログインに使える、ほかのサービスのアカウントです。',
    none: '連携しているアカウントはありません。',
    another: '別のアカウントを連携',
    anotherText: '連携先で一度ログインすると、次回からそのアカウントでログインできます。',
    link: (provider: string) => `${provider}と連携`,
    unlink: '連携を解除',
    linkedSince: (when: string) => `連携：${when}`,
    lastUsed: (when: string) => `最終使用：${when}`,
    unused: '未使用',
    linked: 'アカウントを連携しました',
    unlinked: '連携を解除しました',
    last: 'ほかにログインする方法がありません',
    outcomes: {
      linked: '次回から、このアカウントでログインできます。',
      unlinked:
        'このアカウントではログインできなくなりました。このアカウントでログインしていたほかのブラウザからはログアウトしました。',
      last: 'パスワードの設定、パスキーの追加、別のアカウントの連携のいずれかを行うと、この連携を解除できます。',
    },
  },
}
