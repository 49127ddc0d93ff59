import type { keys as english } from '../en/keys.ts'
import { createCount } from '../intl.ts'

const count = createCount('ja')

/** The words of “My keys” in Japanese. */
export const keys: typeof english = {
  keys: {
    title: 'キーの管理',
    titleAfter: (outcome: string) => `${outcome} · キーの管理`,
    lead: 'キーを渡したアプリは、あなたのデータの一部を利用できます。キーの権限を減らす、期限を早める、回収する、といった操作ができます。',
    none: 'キーを渡したアプリはありません',
    noneText:
      'アプリにアクセスを許可すると、そのキーがここに表示されます。アプリができること、最後に使われた日時、アクセスの期限を確認し、キーを回収できます。',
    given: '渡した日時',
    lastUsed: '最終使用',
    notYet: '未使用',
    used: (times: number) => `使用回数：${count(times, { other: '#回' })}`,
    ends: '期限',
    endsByTaking: '回収するまで',
    endsEarlier: (time: string) => `先に終了：${time}`,
    change: 'このキーを変更',
    changeOf: (app: string) => `（${app}）`,
    untick: 'キーから外す権限のチェックを外してください。',
    endSooner: '期限を早める',
    keepNoEnd: '変更しない（回収するまで有効）',
    keepEnd: '変更しない（今の期限のまま）',
    endIn: (duration: string) => `${duration}後`,
    save: '変更を保存',
    saveOf: (app: string) => `（${app}のキー）`,
    takeBack: 'このキーを回収',
    open: '開く',
    takeBackShort: '回収',
    more: (rights: number) => `ほか${count(rights, { other: '#件' })}`,
    takeBackOf: (app: string) => `（${app}）`,
    stopsAtOnce: '回収すると、すぐに使えなくなります。',
    stopsWithin: (duration: string) => `回収すると、${duration}以内に使えなくなります。`,
  },
  outcomes: {
    takenBack: 'キーを回収しました',
    takenBackFrom: (app: string) => `${app}のキーを回収しました。`,
    noKeyLeft: 'このアプリは、あなたのデータにアクセスできなくなりました。',
    keysLeft: (app: string, keys: number) =>
      `このキーは使えなくなりました。${app}には、ほかに${count(keys, { other: '#個' })}のキーを渡しています（下に表示）。`,
    late: (api: string, duration: string) => `${api}では、${duration}以内に使えなくなります。`,
    changed: 'キーを変更しました',
    changedOf: (app: string) => `${app}のキーを変更しました。`,
    narrowed: '開けられるのは、下に表示されているものだけになりました。',
    narrowedUntil: (duration: string) =>
      `開けられるのは、下に表示されているものだけになりました。期限は${duration}後です。`,
    until: (duration: string) => `期限は${duration}後になりました。`,
    show: 'このキーを表示',
    unchanged: '変更はありません',
    unchangedOf: (app: string) => `${app}のキーは変更されていません。`,
    unchangedText: 'チェックを外した項目も、早めた期限もありません。',
    undo: '元に戻す',
    undoFor: (duration: string) => `${duration}以内であれば、元に戻せます。`,
    unusedTakenBack: 'キーを回収しました',
    unusedTakenBackTitle: (keys: number) => `${count(keys, { other: '#個' })}のキーを回収しました。`,
    noKeyLeftOfThese: 'これらのアプリは、キーを使えなくなりました。',
    restored: 'キーを元に戻しました',
    restoredTo: (app: string) => `${app}のキーを元に戻しました。`,
    restoredText: '以前と同じものを開けられます。',
    allRestored: 'キーを元に戻しました',
    allRestoredTitle: (keys: number) => `${count(keys, { other: '#個' })}のキーが再び使えるようになりました。`,
    allRestoredText: '以前と同じものを開けられます。',
    nothing: '変更はありません',
    nothingTitle: '何も変更されていません。',
    nothingBecause: {
      gone: 'このキーは、その間に変更または回収されました。このページには現在の状態が表示されています。',
      tooLate:
        '元に戻せる10秒が過ぎたか、すでに元に戻されています。キーのないアプリは、新しいキーを求めることができます。',
      empty: 'キーには少なくとも1つの権限が必要です。終了するには、キーを回収してください。',
    },
  },
}
