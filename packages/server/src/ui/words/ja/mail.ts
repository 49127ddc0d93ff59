import type { mail as english } from '../en/mail.ts'

/** The words of e-mail in Japanese. */
export const mail: typeof english = {
  mail: {
    greeting: (name: string) => `${name} 様`,
    greetingUnnamed: 'ご利用ありがとうございます。',
    recovery: {
      subject: (server: string) => `${server}：新しいパスワードの設定`,
      text: (username: string, server: string) =>
        `${server}のアカウント「${username}」について、パスワードの再設定を受け付けました。次のページを開いて、新しいパスワードを設定してください。`,
      action: '新しいパスワードを設定',
      link: 'リンクの有効期間は30分で、1回だけ使えます。',
      ignore: 'お心当たりがない場合は、何もする必要はありません。パスワードは変更されません。',
    },
    change: {
      subject: (server: string) => `${server}：メールアドレスの確認`,
      text: (username: string, address: string) =>
        `アカウント「${username}」のメールアドレスとして、${address}が入力されました。次のページを開いて、メールアドレスを確認してください。`,
      action: 'メールアドレスを確認',
      link: 'リンクの有効期間は30分で、1回だけ使えます。',
      ignore: 'お心当たりがない場合は、何もする必要はありません。このメールアドレスは登録されません。',
    },
    notice: {
      when: (time: string) => `日時：${time}`,
      from: (browser: string, address: string) => `アクセス元：${browser}、${address}`,
      fromAddress: (address: string) => `アクセス元：${address}`,
      notYou: 'お心当たりがない場合は、すぐに新しいパスワードを設定してください。',
      recover: '新しいパスワードを設定',
      account: 'お心当たりがない場合は、このサーバーの管理者にお問い合わせください。',
      deleted: {
        subject: 'アカウントが削除されました',
        text: (username: string) => `アカウント「${username}」は、保存されていた情報とともに削除されました。`,
      },
      changes: {
        'password-changed': {
          subject: 'パスワードが変更されました',
          text: (username: string) => `アカウント「${username}」のパスワードが変更されました。`,
        },
        'passkey-added': {
          subject: 'パスキーが追加されました',
          text: (username: string) => `アカウント「${username}」にパスキーが追加されました。`,
        },
        'passkey-removed': {
          subject: 'パスキーが削除されました',
          text: (username: string) => `アカウント「${username}」のパスキーが削除されました。`,
        },
        'second-factor-added': {
          subject: '2段階認証がオンになりました',
          text: (username: string) => `アカウント「${username}」の2段階認証がオンになりました。`,
        },
        'second-factor-removed': {
          subject: '2段階認証がオフになりました',
          text: (username: string) => `アカウント「${username}」の2段階認証がオフになりました。`,
        },
        'recovery-codes-made': {
          subject: '新しいリカバリーコードが作成されました',
          text: (username: string) =>
            `アカウント「${username}」の新しいリカバリーコードが作成されました。以前のコードは使えません。`,
        },
        'recovery-code-used': {
          subject: 'リカバリーコードが使用されました',
          text: (username: string) => `アカウント「${username}」へのログインに、リカバリーコードが使用されました。`,
        },
        'email-changed': {
          subject: 'メールアドレスが変更されました',
          text: (username: string) => `アカウント「${username}」のメールアドレスが変更されました。`,
        },
        'login-linked': {
          subject: 'ほかのサービスのアカウントが連携されました',
          text: (username: string) => `アカウント「${username}」に、ほかのサービスのアカウントが連携されました。`,
        },
        'login-unlinked': {
          subject: 'アカウントの連携が解除されました',
          text: (username: string) =>
            `アカウント「${username}」で、ほかのサービスのアカウントとの連携が解除されました。`,
        },
        'deletion-requested': {
          subject: 'アカウントが削除されます',
          text: (username: string) =>
            `アカウント「${username}」の削除が申請されました。削除を取り消すには、ログインしてください。`,
        },
        'deletion-cancelled': {
          subject: 'アカウントの削除が取り消されました',
          text: (username: string) => `アカウント「${username}」の削除が取り消されました。`,
        },
      },
    },
  },
}
