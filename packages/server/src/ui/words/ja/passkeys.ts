import type { passkeys as english } from '../en/passkeys.ts'

/** The words of passkeys in Japanese. */
export const passkeys: typeof english = {
  passkeys: {
    lead: 'パスキーを使うと、パスワードの代わりに、デバイスのPIN、指紋、顔認証でログインできます。',
    use: 'パスキーを使用',
    add: 'パスキーを追加',
    cancelled:
      'パスキーは使用されませんでした。操作がキャンセルされたか、時間がかかりすぎました。もう一度試すか、パスキーを使わずに続けてください。',
    known: 'このデバイスには、このアカウントのパスキーがすでにあります。',
    failed: 'ブラウザでパスキーを使用できませんでした。もう一度試すか、パスキーを使わずに続けてください。',
    otherwiseLogin: 'パスキーには、JavaScriptと新しいブラウザが必要です。パスワードでログインしてください。',
    otherwiseSecond: 'パスキーには、JavaScriptと新しいブラウザが必要です。コードを使用してください。',
    otherwiseAdd:
      'このブラウザではパスキーを追加できません。JavaScriptがオフになっているか、ブラウザがパスキーに対応していません。JavaScriptをオンにするか、新しいバージョンのChrome、Edge、Firefox、Safariでこのページを開いてください。',
    refused: 'このパスキーは使用できません。',
    refusedText:
      '別のパスキーを使うか、別の方法でログインしてください。ここで削除したパスキーの場合は、デバイスからも削除してください。',
    expired: '時間切れです。',
    expiredText: '5分以内にもう一度お試しください。',
    none: 'パスキーはまだありません',
    noneText: 'このデバイスにパスキーを追加できます。ほかのデバイスと合わせて20個まで追加できます。',
    created: (date: string, lastUse: string) => `追加：${date} · 最終使用：${lastUse}`,
    synced: 'デバイス間で同期',
    rename: '名前を変更',
    name: '名前',
    save: '名前を保存',
    remove: '削除',
    removeIt: 'パスキーを削除',
    about: (name: string) => `（パスキー「${name}」）`,
    removeText:
      'このパスキーではログインできなくなり、ほかのブラウザからはログアウトします。デバイスから削除するまで、デバイスに表示されることがあります。',
    added: (name: string) => `パスキー「${name}」を追加しました。`,
    addedText: '次回のログインで［パスキーを使用］を選んでください。名前は下で変更できます。',
    renamed: (name: string) => `パスキーの名前を「${name}」に変更しました。`,
    renamedText: 'この名前はここにだけ表示されます。',
    removed: (name: string) => `パスキー「${name}」を削除しました。`,
    removedText: 'ここでは使えなくなったため、デバイスからも削除できます。',
    gone: '何も変更されていません。',
    goneText: 'このパスキーはすでに削除されています。',
    last: 'ほかにログインする方法がありません。',
    lastText: 'パスワードを設定するか、別のパスキーを追加すると、このパスキーを削除できます。',
    full: 'パスキーの数が上限の20個に達しています。',
    fullText: '使わなくなったパスキーを削除してから、新しいパスキーを追加してください。',
    notAdded: 'パスキーを追加できませんでした。',
    notAddedText: 'ブラウザからの応答を確認できませんでした。もう一度試すか、別のデバイスを使用してください。',
    unavailable: 'パスキーは利用できません',
    unavailableText:
      'パスキーは、ホスト名を使ったhttpsのアドレスでのみ利用できます。このサーバーの管理者にお問い合わせのうえ、それまではパスワードを使用してください。',
    recovery: 'すべてのパスキーをなくした場合',
    recoveryByMail:
      'パスワードでログインするか、「パスワードをお忘れですか？」からメールで新しいパスワードを設定してください。そのあと、なくしたパスキーを削除し、ここで新しいパスキーを追加してください。',
    recoveryByPassword:
      'パスワードでログインし、なくしたパスキーを削除してから、ここで新しいパスキーを追加してください。',
  },
}
