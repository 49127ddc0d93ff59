import type { secondFactor as english } from '../en/second-factor.ts'
import { createCount } from '../intl.ts'

const count = createCount('ja')

/** The words of the second step of a login, and of its set-up, in Japanese. */
export const secondFactor: typeof english = {
  secondStep: {
    title: 'コードを入力',
    text: '認証アプリを開き、表示されている6桁の数字を入力してください。',
    code: '6桁のコード',
    recoveryTitle: 'リカバリーコードを入力',
    recoveryText: '2段階認証の設定時に保存したコードは、それぞれ1回だけ使えます。',
    recoveryCode: 'リカバリーコード',
    trust: 'このデバイスを30日間記憶する',
    trustText: 'このデバイスではコードを求められなくなります。共有のパソコンでは選ばないでください。',
    continue: '続ける',
    useRecovery: 'リカバリーコードを使用',
    useCode: '認証アプリのコードを使用',
    as: 'ログインするアカウント：',
    otherAccount: '別のアカウントを使用',
    wrong: 'コードが正しくありません。',
    wrongText:
      '認証アプリに現在表示されているコードを入力してください。それでもログインできない場合は、スマートフォンの時刻を確認してください。',
    wrongRecoveryText: '入力に間違いがないか確認してください。一度使ったコードは使えません。',
    used: 'このコードは使用済みです。',
    usedText: '認証アプリに次のコードが表示されるまで待ってから、入力してください。',
    tooLate: '時間切れです。',
    tooLateText: '安全のため、もう一度最初からログインしてください。',
  },
  setUp: {
    loginTitle: '2段階認証の設定',
    loginText: '続けるには、パスワードに加えて、スマートフォンのアプリに表示されるコードが必要です。',
    loginAppText: (app: string) =>
      `${app}を使うには、2段階認証が必要です。スマートフォンのアプリに表示されるコードを使います。`,
    scan: '認証アプリでスキャンしてください',
    scanText: 'パスワードマネージャーなど、ワンタイムコードに対応したアプリを使えます。',
    picture: '認証アプリ用のQRコード',
    manual: 'スキャンできない場合は、このキーを入力してください。',
    key: 'セットアップキー',
    confirm: 'アプリに現在表示されているコード',
    turnOn: 'オンにする',
    notNow: '後で',
  },
  recoveryCodes: {
    title: 'リカバリーコードを保存',
    text: 'スマートフォンをなくした場合、それぞれのコードで1回ログインできます。コードが表示されるのは今回だけです。印刷するか、パスワードマネージャーに保存してください。',
    label: 'リカバリーコード',
    file: 'recovery-codes.txt',
    fileTitle: (server: string, account: string) =>
      `${server}の${account}のリカバリーコード。それぞれ1回だけ使えます。`,
    download: 'テキストでダウンロード',
    done: '保存しました',
  },
  factors: {
    off: 'パスワードに加えて、スマートフォンに表示されるコードでログインします。パスワードを知られても、第三者はログインできません。',
    on: 'パスワードのあとに、アプリのコードの入力を求めます。',
    app: '認証アプリ',
    appSince: (date: string) => `設定：${date}`,
    required: 'このサーバーの管理者により、このアカウントでは2段階認証が必須になっています。',
    turnOn: 'アプリを設定',
    change: '別のアプリを使用',
    codes: 'リカバリーコード',
    codesLeft: (left: number) =>
      left === 0
        ? 'すべてのコードを使用しました。新しいコードを作成してください。'
        : `残りのコード：${count(left, { other: '#個' })}`,
    newCodes: '新しいコードを作成',
    newCodesText: '新しいコードを作成すると、現在のコードは使えなくなります。',
    remove: '2段階認証をオフにする',
    removeText: 'パスワードだけでログインできるようになります。ほかのデバイスからはすべてログアウトします。',
    devices: '記憶したデバイス',
    noDevices: '記憶したデバイスはありません。ログインのたびにコードを求めます。',
    devicesText: 'これらのデバイスでは、ログイン時にコードを求めません。',
    until: (date: string) => `期限：${date}`,
    forget: '削除',
    forgetAll: 'すべて削除',
    done: {
      added: '2段階認証をオンにしました',
      removed: '2段階認証をオフにしました',
      codes: '新しいリカバリーコードを作成しました',
      forgotten: 'デバイスを削除しました',
    },
  },
}
