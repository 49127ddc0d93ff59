import { button, linkButton } from '../../ui/buttons.ts'
import { textField } from '../../ui/fields.ts'
import { form } from '../../ui/form.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import { questionCard } from '../../ui/key-card.ts'
import { type Chrome, page } from '../../ui/layout.ts'
import { notice, remark } from '../../ui/notices.ts'
import { phrase } from '../../ui/phrase.ts'
import { joinScripts, localTimes, submitOnce } from '../../ui/scripts.ts'
import { time } from '../../ui/time.ts'
import { localTimeWords } from '../../ui/time-words.ts'
import { accountPage } from './frame.ts'

export type DataPage = {
  readonly chrome: Chrome
  readonly csrfToken: string
  readonly username: string
  readonly exportAction: string
  readonly deleteAction: string
  readonly afterDays: number
  /** Who deletes the account if its user cannot. */
  readonly managedBy?: 'file' | 'directory' | undefined
  /** Whether another text than the username was typed. */
  readonly isWrong?: boolean | undefined
  readonly isKept?: boolean | undefined
}

/** Offers the export of everything held, and the deletion of the account. */
export const dataPage = (props: DataPage): string => {
  const { chrome, csrfToken, exportAction, isWrong = false, isKept = false } = props
  const { ownData: words } = chrome.words
  const kept = {
    pageTitle: words.kept,
    content: notice({ id: 'result', autofocus: true, tone: 'success', text: words.keptTitle }),
  }
  const wrong = { pageTitle: words.wrongTitle, content: html`` }
  return accountPage({
    chrome,
    at: 'data',
    lead: words.lead,
    notice: isKept ? kept : isWrong ? wrong : undefined,
    body: html`<div class="panels"><section class="panel"><h2>${words.exportTitle}</h2><p class="quiet-text">${words.exportText}</p>
${form({ action: exportAction, csrfToken, content: html`<div class="actions">${button({ label: words.download, weight: 'secondary' })}</div>` })}</section>
${deletion(props)}</div>`,
  })
}

const deletion = ({ chrome, csrfToken, username, deleteAction, afterDays, managedBy, isWrong }: DataPage): Html => {
  const { ownData: words } = chrome.words
  if (managedBy !== undefined)
    return html`<section class="panel"><h2>${words.deleteTitle}</h2>${remark(managedBy === 'file' ? words.fromFile : words.fromDirectory)}</section>`
  return html`<section class="panel"><h2>${words.deleteTitle}</h2><p class="quiet-text">${words.deleteText(afterDays)}</p>
${form({
  action: deleteAction,
  csrfToken,
  className: 'stack-wide',
  content: html`${textField({
    name: 'confirm_username',
    label: phrase((mark) => words.confirm(mark(theirs(username)))),
    autocomplete: 'off',
    error: isWrong === true ? words.wrong : undefined,
    autofocus: isWrong,
  })}
<div class="actions">${button({ label: words.delete, weight: 'alert' })}</div>`,
})}</section>`
}

export type DeletionPage = {
  readonly chrome: Chrome
  readonly now: Date
  readonly deleteAt: Date
  /** For a user who has logged in again: the form that keeps the account, and where the login leads. */
  readonly choice?: { readonly keepAction: string; readonly csrfToken: string; readonly goOnHref: string } | undefined
}

/** Says when the account is deleted; a user who logged in can keep it. */
export const deletionPage = ({ chrome, now, deleteAt, choice }: DeletionPage): string => {
  const { ownData: words, time: timeWords } = chrome.words
  const when = time(deleteAt, now, timeWords)
  const title = choice === undefined ? words.requestedTitle : words.pendingTitle
  const text = choice === undefined ? words.requested : words.pending
  return page({
    ...chrome,
    title,
    script: joinScripts(submitOnce, localTimes),
    scriptWords: localTimeWords(timeWords),
    body: questionCard(html`<div id="result" class="centred"><h1>${title}</h1><p class="quiet-text">${phrase((mark) => text(mark(when)))}</p></div>
${choice !== undefined && html`${form({ action: choice.keepAction, csrfToken: choice.csrfToken, content: html`<div class="actions">${button({ label: words.keep })}${linkButton(choice.goOnHref, words.goOn, 'secondary')}</div>` })}`}`),
  })
}
