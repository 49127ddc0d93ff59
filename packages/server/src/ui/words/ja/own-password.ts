import type { ownPassword as english } from '../en/own-password.ts'

/** The words of “Password” in Japanese. */
export const ownPassword: typeof english = {
  ownPassword: {
    lead: 'パスワードを変更すると、ほかのすべてのブラウザからログアウトします。アプリに渡したキーはそのまま残ります。',
    none: 'パスワードはまだ設定されていません。設定すると、パスワードでもログインできるようになります。',
    current: '現在のパスワード',
    save: 'パスワードを変更',
    set: 'パスワードを設定',
    wrong: '現在のパスワードと一致しません。',
    wrongTitle: '現在のパスワードが正しくありません',
    refusedTitle: 'この新しいパスワードは使用できません',
    same: '現在のパスワードと同じです。別のパスワードを入力してください。',
    wait: (duration: string) => `試行回数が多すぎます。${duration}待ってから、もう一度お試しください。`,
    raced: 'その間に、パスワードが別の場所で変更されました。ここでは何も変更されていません。',
    done: 'パスワードを変更しました',
    doneTitle: 'パスワードを変更しました。',
    doneText: 'ほかのすべてのブラウザからログアウトしました。',
  },
}
