import type { sessions as english } from '../en/sessions.ts'
import { createCount } from '../intl.ts'

const count = createCount('ja')

/** The words of the list of browsers in which a user is logged in, in Japanese. */
export const sessions: typeof english = {
  sessions: {
    title: 'ログイン中のブラウザ',
    lead: '心当たりのないブラウザがある場合は、ログアウトしてからパスワードを変更してください。',
    thisBrowser: 'このブラウザ',
    seen: (login: string, last: string) => `ログイン：${login} · 最終アクセス：${last}`,
    from: (address: string) => `アクセス元：${address}`,
    logOutHere: 'ログアウト',
    logOutThere: 'ログアウトさせる',
    logOutOf: (browser: string, login: string) => `（${browser}、ログイン：${login}）`,
    unknownBrowser: '不明なブラウザ',
    browserOn: (browser: string, system: string) => `${system}の${browser}`,
    everywhere: 'すべてのブラウザからログアウト',
    everywhereText:
      'デバイスをなくした場合や、不審なデバイスがある場合は、すべてのブラウザから一度にログアウトできます。',
    revoke: 'すべてのアプリのキーも回収する',
    revokeText: 'あなたが使っていない間に動作するアプリも停止します。',
    all: 'すべてログアウト',
    others: 'このブラウザ以外をログアウト',
  },
  sessionOutcomes: {
    ended: 'ログアウトしました',
    endedOf: (browser: string) => `${browser}からログアウトしました。`,
    keysStay: 'キーはそのまま残ります。',
    keysRevoked: (keys: number) => `${count(keys, { other: '#個' })}のキーを回収しました。`,
    othersEnded: 'ほかのブラウザからログアウトしました',
    othersEndedTitle: 'ほかのすべてのブラウザからログアウトしました。',
    othersEndedText: (logins: number) => `${count(logins, { other: '#件' })}のログインを終了しました。`,
    nothing: '変更はありません',
    nothingTitle: '何も変更されていません。',
    nothingText: 'そのブラウザはすでにログアウトしています。',
  },
}
