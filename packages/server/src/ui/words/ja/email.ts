import type { email as english } from '../en/email.ts'

/** The words of the page on which users change their e-mail address, in Japanese. */
export const email: typeof english = {
  ownEmail: {
    lead: 'アカウントに関するメールと、パスワードを忘れたときのリンクは、このアドレスに送信されます。',
    current: '現在のメールアドレス',
    none: 'メールアドレスが登録されていません。パスワードを忘れると、アカウントに戻れなくなります。',
    confirmed: '確認済み',
    unconfirmed: '未確認',
    confirm: '確認用のリンクを送信',
    new: '新しいメールアドレス',
    hint: 'このアドレスにリンクを送信します。リンクを開いてボタンを押すと、メールアドレスが変更されます。',
    save: 'リンクを送信',
    sent: 'メールを確認してください',
    sentTo: (address) => `${address}にリンクを送信しました。リンクは30分間有効です。`,
    invalid: 'メールアドレスの形式が正しくありません。',
    same: 'すでに登録されているメールアドレスです。',
    wait: (duration) => `リンクはすでに何度か送信されています。${duration}待ってから、もう一度お試しください。`,
    failed: '変更されませんでした',
    ofFile: 'メールアドレスはこのサーバーの運営者が設定しています。変更は運営者に依頼してください。',
  },
}
