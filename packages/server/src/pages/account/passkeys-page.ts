import { button } from '../../ui/buttons.ts'
import { form } from '../../ui/form.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import type { Chrome } from '../../ui/layout.ts'
import { badge, type Notice, notice, remark } from '../../ui/notices.ts'
import { passkeyForm } from '../../ui/passkey-form.ts'
import { usePasskey } from '../../ui/passkey-script.ts'
import { phrase } from '../../ui/phrase.ts'
import { time } from '../../ui/time.ts'
import type { Words } from '../../ui/words/en.ts'
import { accountPage } from './frame.ts'

/** What was just done. */
export type PasskeysOutcome =
  | { readonly done: 'added' | 'renamed' | 'removed'; readonly name: string }
  | { readonly done: 'nothing'; readonly why: 'refused' | 'expired' | 'full' | 'taken' | 'gone' | 'last' }

export type PasskeyView = {
  readonly id: string
  readonly name: string
  readonly isBackedUp: boolean
  readonly createdAt: Date
  readonly lastUsedAt: Date | undefined
}

export type PasskeysPage = {
  readonly chrome: Chrome
  readonly csrfToken: string
  readonly now: Date
  /** Whether browsers have passkeys at the address of this server. */
  readonly isAvailable: boolean
  /** Whether a user may set a new password by e-mail. */
  readonly hasMail: boolean
  readonly passkeys: readonly PasskeyView[]
  /** The options for a new passkey, as JSON; none if the account has as many as it may. */
  readonly creationOptions: string | undefined
  /** Where the form of a new passkey posts `passkey`. */
  readonly addAction: string
  /** Where the form that renames one posts `id` and `name`. */
  readonly renameAction: string
  /** Where the form that removes one posts `id`. */
  readonly removeAction: string
  readonly outcome?: PasskeysOutcome | undefined
}

/** Shows the passkeys of an account, each to be renamed and removed, and adds one. */
export const passkeysPage = (props: PasskeysPage): string => {
  const { chrome, outcome, passkeys, isAvailable, creationOptions } = props
  const words = chrome.words.passkeys
  const said = outcome && outcomeWords(outcome, words)
  return accountPage({
    chrome,
    at: 'passkeys',
    lead: words.lead,
    notice: said && { pageTitle: said.pageTitle, content: notice(said.notice) },
    script: creationOptions === undefined ? undefined : usePasskey,
    body: html`${!isAvailable && notice({ tone: 'info', title: words.unavailable, text: words.unavailableText })}
${passkeys.length > 0 && html`<ul class="rows passkeys">${passkeys.map((one) => passkeyRow(one, props))}</ul>`}
${
  isAvailable &&
  html`<section class="panel">${passkeys.length === 0 && html`<h2>${words.none}</h2><p>${words.noneText}</p>`}
${creationOptions === undefined ? remark(`${words.full} ${words.fullText}`) : addForm(props, creationOptions)}</section>
<section class="panel"><h2>${words.recovery}</h2><p>${props.hasMail ? words.recoveryByMail : words.recoveryByPassword}</p></section>`
}`,
  })
}

const addForm = ({ chrome, csrfToken, addAction }: PasskeysPage, options: string): Html => {
  const { passkeys: words } = chrome.words
  return passkeyForm({
    action: addAction,
    csrfToken,
    kind: 'create',
    options,
    label: words.add,
    weight: 'primary',
    otherwise: words.otherwiseAdd,
    words,
  })
}

const passkeyRow = (passkey: PasskeyView, { chrome, csrfToken, now, ...actions }: PasskeysPage): Html => {
  const { passkeys: words, time: timeWords } = chrome.words
  const { id, name } = passkey
  const created = time(passkey.createdAt, now, timeWords)
  const last = passkey.lastUsedAt === undefined ? timeWords.never : time(passkey.lastUsedAt, now, timeWords)
  const about = phrase((mark) => words.about(mark(theirs(name))))
  return html`<li>
<p><strong>${theirs(name)}</strong> ${passkey.isBackedUp && badge(words.synced)}<br><span class="quiet-text">${phrase((mark) => words.created(mark(created), mark(last)))}</span></p>
<div class="row-tools"><details name="${id}"><summary>${words.rename}<span class="unseen"> ${about}</span></summary>
${form({
  action: actions.renameAction,
  csrfToken,
  hidden: { id },
  className: 'stack-wide',
  content: html`<label class="field"><span>${words.name}</span><input class="input" name="name" value="${name}" required maxlength="60" autocomplete="off"></label>
<div class="actions">${button({ label: words.save, weight: 'secondary', about })}</div>`,
})}</details>
<details name="${id}"><summary>${words.remove}<span class="unseen"> ${about}</span></summary>
${form({
  action: actions.removeAction,
  csrfToken,
  hidden: { id },
  className: 'stack-wide',
  content: html`<p>${words.removeText}</p>
<div class="actions">${button({ label: words.removeIt, weight: 'alert', about })}</div>`,
})}</details></div>
</li>`
}

interface Said {
  readonly pageTitle: string
  readonly notice: Notice
}

function outcomeWords(outcome: PasskeysOutcome, words: Words['passkeys']): Said {
  if (outcome.done === 'nothing') {
    const [title, text] = refusals(words)[outcome.why]
    return { pageTitle: title, notice: { tone: 'alert', title, text } }
  }
  const { done, name } = outcome
  const title = phrase((mark) => words[done](mark(theirs(name))))
  return { pageTitle: words[done](name), notice: { tone: 'success', title, text: words[`${done}Text`] } }
}

const refusals = (words: Words['passkeys']) =>
  ({
    refused: [words.notAdded, words.notAddedText],
    expired: [words.expired, words.expiredText],
    taken: [words.notAdded, words.known],
    full: [words.full, words.fullText],
    gone: [words.gone, words.goneText],
    last: [words.last, words.lastText],
  }) as const satisfies Record<Extract<PasskeysOutcome, { done: 'nothing' }>['why'], readonly [string, string]>
