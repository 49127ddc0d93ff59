import type { ownData as english } from '../en/own-data.ts'

/** The words of “Your data” in “My account”, and of an account that is to be deleted, in Japanese. */
export const ownData: typeof english = {
  ownData: {
    lead: '保存されているデータをすべて受け取るか、アカウントを削除できます。',
    exportTitle: 'データのダウンロード',
    exportText:
      'プロフィール、ログイン、キー、パスキー、連携アカウント、アクティビティを1つのJSONファイルにまとめます。パスワードなどの秘密の情報は含まれません。',
    download: 'ダウンロード',
    deleteTitle: 'アカウントの削除',
    deleteText: (days) =>
      days === 0
        ? 'すべてのブラウザからログアウトし、すべてがすぐに削除されます。元に戻すことはできません。'
        : `すぐにすべてのブラウザからログアウトし、${days}日後にすべてが削除されます。それまでにログインすれば、アカウントを残せます。`,
    fromFile:
      'このアカウントはサーバーの運営者がファイルで管理しているため、削除しても元に戻ります。運営者に削除を依頼してください。',
    fromDirectory: 'このアカウントは、このサーバーを利用しているアプリのものです。アプリで削除してください。',
    confirm: (username) => `確認のため、ユーザー名「${username}」を入力してください`,
    delete: 'アカウントを削除',
    wrong: 'ユーザー名が違います。何も変更されていません。',
    wrongTitle: '変更されませんでした',
    requestedTitle: 'アカウントの削除を受け付けました',
    requested: (time) =>
      `関連するすべてのデータとともに、${time}に削除されます。取り消すには、それまでにログインしてください。`,
    pendingTitle: 'このアカウントは削除される予定です',
    pending: (time) => `申請により、${time}に削除されます。`,
    keep: 'アカウントを残す',
    goOn: '変更せずに続ける',
    kept: 'アカウントを残しました',
    keptTitle: 'アカウントは残ります。',
  },
}
