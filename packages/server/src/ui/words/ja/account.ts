import type { account as english } from '../en/account.ts'

/** The words of “My account” in Japanese. */
export const account: typeof english = {
  myAccount: {
    title: 'アカウント',
    nav: 'アカウント',
    back: 'アカウント',
    sections: {
      overview: '概要',
      profile: 'プロフィール',
      email: 'メールアドレス',
      passkeys: 'パスキー',
      password: 'パスワード',
      secondFactor: '2段階認証',
      sessions: 'ログイン中のブラウザ',
      activity: 'アクティビティ',
      data: 'あなたのデータ',
      logins: '連携アカウント',
      keys: 'キーの管理',
    },
    about: {
      profile: '名前など、アプリに表示できる情報を管理します。',
      email: 'アカウントに関するメールの送信先を変更、確認できます。',
      passkeys: 'パスワードの代わりに、指紋、顔、PINでログインします。',
      password: 'パスワードを変更し、ほかのブラウザからログアウトします。',
      activity: 'ログイン、キー、変更の履歴を新しい順に確認できます。',
      secondFactor: 'パスワードのあとに入力するコード、リカバリーコード、登録済みのデバイスを管理します。',
      sessions: 'ログイン中のブラウザを確認し、ログアウトできます。',
      data: '保存されているデータをダウンロードするか、アカウントを削除できます。',
      logins: 'ほかのサービスのアカウントでログインできます。',
      keys: 'データを利用できるアプリと、その期限を確認できます。',
    },
    username: (username: string) => `ユーザー名：${username}`,
    titleOf: (section: string) => `${section} · アカウント`,
    titleAfter: (outcome: string, title: string) => `${outcome} · ${title}`,
  },
}
