import type { errors as english } from '../en/errors.ts'
import { createCount } from '../intl.ts'

const count = createCount('ja')

/** The words of pages that report an error in Japanese. */
export const errors: typeof english = {
  expired: {
    title: 'このページは無効になりました',
    text: 'この手続きは完了しているか、期限が切れています。アプリに戻って、もう一度始めてください。',
    expired: (app: string) => `${app}の手続きは、30分以上たったため期限が切れました。もう一度始めてください。`,
    answered: (app: string) => `${app}の手続きはすでに完了しています。アプリに戻るか、もう一度始めてください。`,
    toApp: (app: string) => `${app}に進む`,
    atApp: (app: string) => `${app}でもう一度始める`,
    again: 'もう一度始める',
  },
  problem: {
    ofApp: 'アプリに問題があります',
    ofAppText: 'アプリには何も送信していません。あなたの情報は共有されていません。',
    ofAppAdvice: 'アプリに戻って、もう一度お試しください。解決しない場合は、アプリの運営者にお問い合わせください。',
    titles: {
      403: 'このフォームは使用できません',
      404: 'ページが見つかりません',
      405: 'この操作には対応していません',
      413: 'データが大きすぎます',
      429: '試行回数が多すぎます',
      500: '問題が発生しました',
      503: 'しばらくしてからもう一度お試しください',
    },
    texts: {
      404: 'このアドレスにはページがありません。',
      500: '予期しないエラーが発生しました。',
      503: 'サーバーを一時的に利用できません。もう一度お試しください。',
    },
    form: 'このフォームは使用できません',
    fromOtherSite: 'フォームが別のサイトから送信されました。',
    malformedForm:
      'このページとは異なる内容のフォームが送信されました。前のページに戻り、再読み込みしてからもう一度お試しください。',
    outdated: 'このページは無効になりました。前のページに戻り、再読み込みしてからもう一度お試しください。',
    noCookie: 'このページに必要なCookieがブラウザから送信されませんでした。',
    noCookieAdvice:
      'アプリに戻ってもう一度始めるか、ここでログインしてキーを確認してください。解決しない場合は、ブラウザがCookieをブロックしている可能性があります。このサイトのCookieを許可してください。',
    unknownDecision: '選択内容のないフォームが送信されました。前のページに戻り、もう一度お試しください。',
    help: 'ヘルプを見る',
    toKeys: 'キーの管理に進む',
    toStart: 'トップページに進む',
    code: (code: string) => `お問い合わせの際は、このコードをお伝えください：${code}`,
  },
  developer: {
    title: 'アプリの開発者の方へ',
    error: 'エラー',
    wrong: '問題',
    received: '受信した値',
    registered: '登録された値',
    fix: '解決方法',
    specification: '仕様',
    compare: 'クライアントに登録されたリダイレクトURIと比較してください。',
    caption: (name: string) => `${name}：受信した値と登録された値`,
    value: '値',
    more: (amount: number) => `ほか${count(amount, { other: '#件' })}`,
    nothing: 'なし',
    endsHere: 'ここで終わり',
    same: '2つの値は同じです。',
    slashReceived: '受信した値の末尾にはスラッシュがありますが、登録された値にはありません。',
    slashRegistered: '登録された値の末尾にはスラッシュがありますが、受信した値にはありません。',
    case: '大文字と小文字だけが異なります。',
    shorter: (position: number) => `受信した値は、登録された値の${position}文字目の手前で終わっています。`,
    longer: (position: number) => `受信した値は、登録された値より長く、${position}文字目以降が余分です。`,
    differs: (position: number) => `最初に異なるのは${position}文字目です。`,
  },
}
