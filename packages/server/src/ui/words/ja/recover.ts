import type { recover as english } from '../en/recover.ts'

/** The words of pages by which users get back in, and confirm addresses, in Japanese. */
export const recover: typeof english = {
  recover: {
    title: 'パスワードの再設定',
    text: 'ユーザー名またはメールアドレスを入力してください。アカウントのメールアドレスに、新しいパスワードを設定するためのリンクを送信します。',
    who: 'ユーザー名またはメールアドレス',
    send: 'リンクを送信',
    toLogin: 'ログインに戻る',
    sent: 'メールをご確認ください',
    sentText:
      '入力した内容に一致するアカウントがあり、メールアドレスが登録されている場合は、そのメールアドレスにリンクを送信しました。リンクの有効期間は30分です。',
    sentAdvice: 'メールが届かない場合は、迷惑メールフォルダと入力内容を確認するか、管理者にお問い合わせください。',
    again: 'もう一度試す',
    wait: '試行回数が多すぎます。',
    newPassword: '新しいパスワードの設定',
    newPasswordText: (username: string) =>
      `アカウント「${username}」のパスワードを設定します。ほかのすべてのブラウザからはログアウトします。`,
    save: '保存してログイン',
    dead: 'このリンクは使えません',
    deadText: 'すでに使用されたか、30分以上たったか、アカウントが変更されています。新しいリンクを取得してください。',
    askAgain: '新しいリンクを取得',
    busy: 'ただいまパスワードの確認が混み合っています。',
  },
  confirmEmail: {
    title: 'メールアドレスの確認',
    text: (address: string, username: string) =>
      `${address}を、アカウント「${username}」のメールアドレスとして登録します。`,
    confirm: '確認',
    done: 'メールアドレスを確認しました',
    doneText: (address: string) => `今後、アカウントに関するメールは${address}に送信されます。`,
    toAccount: 'アカウントに進む',
    dead: 'このリンクは使えません',
    deadText: 'すでに使用されたか、30分以上たったか、アカウントが変更されています。',
    toStart: 'トップページに進む',
  },
  devOutbox: {
    title: '送信トレイ',
    text: 'この開発用サーバーが送信するはずのメールを、新しい順に表示します。メールはこのコンピュータの外には送信されません。送信するには、設定でmailを指定してください。',
    none: 'メールはまだありません。',
    to: '宛先',
    open: 'リンクを開く',
    refresh: '更新',
  },
}
