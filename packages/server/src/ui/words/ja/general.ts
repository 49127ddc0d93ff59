import type { general as english } from '../en/general.ts'
import { createCount, createDates } from '../intl.ts'

const count = createCount('ja')

/** The words of every page, and of times, in Japanese. */
export const general: typeof english = {
  layout: {
    skip: '本文に移動',
    myKeys: 'キーの管理',
    myAccount: 'アカウント',
    logOut: 'ログアウト',
    switchAccount: 'アカウントを切り替える',
    support: 'ヘルプ',
    privacy: 'プライバシーポリシー',
    terms: '利用規約',
    footer: 'キーで開けるのは、あなたが選んだものだけです。いつでも回収できます。',
  },
  password: {
    show: '表示',
    hide: '非表示',
    showPassword: 'パスワードを表示',
    hidePassword: 'パスワードを非表示',
  },
  time: {
    never: 'なし',
    justNow: 'たった今',
    soon: '1分以内',
    /** Without the space that the rules of the runtime put before the unit. */
    seconds: (amount: number) => count(amount, { other: '#秒' }),
    minutes: (amount: number) => count(amount, { other: '#分' }),
    hours: (amount: number) => count(amount, { other: '#時間' }),
    days: (amount: number) => count(amount, { other: '#日' }),
    ...createDates('ja'),
    joined: (larger: string, smaller: string) => `${larger}${smaller}`,
    ahead: (duration: string) => `${duration}後`,
    ago: (duration: string) => `${duration}前`,
    today: (time: string) => `今日 ${time}`,
    tomorrow: (time: string) => `明日 ${time}`,
    yesterday: (time: string) => `昨日 ${time}`,
    on: (date: string) => date,
    exact: (date: string, time: string) => `${date} ${time}`,
  },
  client: { policy: 'プライバシーポリシー', terms: '利用規約' },
  account: {
    loggedInAs: 'ログイン中のアカウント：',
    notYou: '別のアカウントを使用',
    continueAsOther: '（アカウントを切り替えて続ける）',
  },
  home: {
    title: 'ようこそ',
    heading: 'パスワードではなく、キーを渡そう。',
    lead: '車のバレットキーは、ドアを開けて少し走ることはできますが、トランクは開けられません。ここでは、そんなキーをアプリに渡せます。何を開けられるか、いつまで使えるかを選べて、いつでも回収できます。',
    leadOfBrand:
      'ここでは、あなたのデータへのキーをアプリに渡せます。何を開けられるか、いつまで使えるかを選べて、いつでも回収できます。',
    logIn: 'ログインしてキーを確認',
    keys: 'キーを確認',
    account: 'アカウント',
    developers: '開発者向け',
    metadata: 'サーバーのメタデータ',
    publicKeys: '公開鍵',
  },
}
