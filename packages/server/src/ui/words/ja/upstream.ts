import type { upstream as english } from '../en/upstream.ts'

/** The words of logins with accounts of other providers in Japanese. */
export const upstream: typeof english = {
  upstream: {
    failed: (provider: string) => `${provider}でログインできませんでした`,
    faults: {
      declined: (provider: string) => `${provider}でキャンセルされました。`,
      unreachable: (provider: string) => `現在、${provider}が応答していません。`,
      expired: (provider: string) =>
        `${provider}でのログインは無効になりました。時間がかかりすぎたか、すでに使用されています。`,
      clock: (provider: string) => `${provider}とこのサーバーの時計がずれています。`,
      misconfigured: (provider: string) => `このサーバーと${provider}の間で通信できません。`,
      untrusted: (provider: string) => `${provider}から、信頼できない応答が送信されました。`,
    },
    advice: {
      declined: (provider: string) => `もう一度試して${provider}で許可するか、別の方法でログインしてください。`,
      unreachable: () => '数分後にもう一度試すか、別の方法でログインしてください。',
      expired: () => 'もう一度お試しください。',
      clock: () => '別の方法でログインし、このサーバーの管理者にお知らせください。',
      misconfigured: () => '別の方法でログインし、このサーバーの管理者にお知らせください。',
      untrusted: () => '何も変更されていません。もう一度試すか、別の方法でログインしてください。',
    },
    again: (provider: string) => `${provider}でもう一度試す`,
    otherWays: '別の方法でログイン',
    stale: 'このログインは無効になりました',
    staleText: (provider: string) =>
      `時間がかかりすぎたか、すでに完了したか、別のブラウザで始められています。${provider}でのログインをもう一度始めてください。`,
    linked: (provider: string) => `この${provider}アカウントは連携済みです`,
    linkedText: (provider: string) =>
      `すでにここの別のアカウントと連携しています。${provider}でログインするか、${provider}の別のアカウントを使用してください。`,
  },
  firstLogin: {
    title: (provider: string) => `${provider}での初めてのログイン`,
    whom: (provider: string, whom: string) => `${provider}では${whom}としてログインしています。`,
    username: 'ユーザー名',
    usernameHint: 'ここで使う名前です。連携元と違う名前にすることもできます。',
    takeOver: (provider: string) => `${provider}から引き継ぐ情報`,
    verified: '確認済み',
    create: 'アカウントを作成',
    haveAccount: 'すでにアカウントをお持ちですか？',
    link: 'ログインして連携',
    otherWays: '別の方法でログイン',
    faults: {
      wrong: 'ユーザー名は1～200文字で、空白と@を使わずに入力してください',
      taken: 'このユーザー名はすでに使われています。別のユーザー名を入力してください',
    },
    known: 'すでにアカウントがあります',
    knownText: (provider: string) =>
      `同じメールアドレスのアカウントがあります。そのアカウントに一度ログインすると、次回から${provider}も使えます。`,
    none: (provider: string) => `この${provider}アカウントと連携しているアカウントはありません`,
    noneText: 'すでにアカウントをお持ちの場合は、ログインして連携してください。',
    claims: {
      name: '名前',
      given_name: '名',
      family_name: '姓',
      middle_name: 'ミドルネーム',
      nickname: 'ニックネーム',
      preferred_username: '希望するユーザー名',
      email: 'メールアドレス',
      picture: '写真',
      profile: 'プロフィールページ',
      website: 'ウェブサイト',
      zoneinfo: 'タイムゾーン',
      locale: '言語',
      gender: '性別',
      birthdate: '生年月日',
      phone_number: '電話番号',
    },
  },
  confirmLink: {
    title: (provider: string) => `${provider}と連携しますか？`,
    text: (provider: string, there: string, here: string) =>
      `${provider}の${there}で、ここの${here}にログインできるようになります。`,
    effect: (provider: string) =>
      `連携すると、この${provider}アカウントにログインできる人は、あなたとしてここにログインできます。`,
    link: '連携する',
    cancel: 'キャンセル',
  },
}
