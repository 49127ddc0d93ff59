import type { consent as english } from '../en/consent.ts'

/** The words of giving a key in Japanese. */
export const consent: typeof english = {
  rights: {
    identity: '本人情報',
    identityScopes: {
      openid: '本人であることの確認',
      profile: '名前とプロフィールの表示',
      email: 'メールアドレスの表示',
      address: '住所の表示',
      phone: '電話番号の表示',
    },
    claim: (claim: string) => `「${claim.replaceAll('_', ' ')}」の表示`,
    unset: '未設定',
    useApi: (api: string) => `${api}の利用（個別の権限なし）`,
    sensitive: '重要な権限です。問題ないと確信できる場合だけ許可してください。',
    sensitiveHeld: '重要な権限',
    held: '現在の権限：',
    more: '追加で求められている権限：',
  },
  consent: {
    asksForKey: (app: string) => `${app}がキーを求めています`,
    asksForMore: (app: string) => `${app}が追加の権限を求めています`,
    onlyTicked: 'チェックを付けた項目だけを渡します。',
    noPassword: 'パスワードが渡ることはありません。',
    unverified: '未確認',
    unverifiedText: 'このアプリの運営者は確認されていません。ご自身で始めた操作の場合にのみ許可してください。',
    noRights: 'このアプリは権限を求めていません。キーには、許可したことだけが記録されます。',
    duration: 'キーの有効期間',
    durations: { once: '1回のみ', hour: '1時間', month: '30日間', always: '無期限' },
    nothingTicked: 'どの項目にもチェックがないため、［許可］を選んでも［許可しない］と同じ結果になります。',
    allow: '許可',
    deny: '許可しない',
    target: (host: string) => `${host}に移動します`,
    targetOnComputer: (host: string) =>
      `このコンピュータ上のアプリ（${host}）に移動します。ご自身で起動した直後の場合にのみ許可してください。`,
  },
  confirm: {
    title: (app: string) => `${app}に進む`,
    question: (app: string) => `${app}に進みますか？`,
    text: '以前に許可したアプリです。ご自身で始めた操作の場合にのみ進んでください。',
    continueAs: (account: string) => `${account}として続ける`,
  },
  toApp: {
    title: 'アプリに戻る',
    sent: '選択した内容をアプリに送信しました。このタブは閉じてかまいません。',
    open: 'アプリを開く',
    press: '画面が変わらない場合は、ボタンを押してください。',
    continue: '続ける',
  },
}
