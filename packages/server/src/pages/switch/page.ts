import { linkButton } from '../../ui/buttons.ts'
import { form } from '../../ui/form.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import { questionCard } from '../../ui/key-card.ts'
import { type Chrome, page } from '../../ui/layout.ts'
import { monogram } from '../../ui/monogram.ts'
import { badge } from '../../ui/notices.ts'
import { phrase } from '../../ui/phrase.ts'
import { submitOnce } from '../../ui/scripts.ts'
import { visible } from '../../ui/visible.ts'
import { type ClientView, clientLinks, clientMark } from '../client-view.ts'

/** An account to choose. */
export type AccountView = {
  readonly id: string
  readonly name: string
  readonly username: string
  readonly isCurrent: boolean
}

/** What the account chooser shows. */
export type SwitchPage = {
  readonly chrome: Chrome
  readonly action: string
  readonly csrfToken: string
  /** The app that waits for the choice. */
  readonly client?: ClientView | undefined
  readonly accounts: readonly AccountView[]
  /** Leads to the login of an account that is not listed. */
  readonly otherHref: string
}

/** Lists the accounts that are logged in in this browser: the buttons `account` choose one, the buttons `log_out` log one out. */
export const switchPage = ({ chrome, action, csrfToken, client, accounts, otherHref }: SwitchPage): string => {
  const { words } = chrome
  const { chooser } = words
  return page({
    ...chrome,
    // The list says who is logged in.
    account: undefined,
    title: client === undefined ? chooser.title : chooser.toApp(visible(client.name)),
    script: submitOnce,
    body: questionCard(html`
<div class="asker centred">${client !== undefined && clientMark(client)}<h1>${client === undefined ? chooser.title : phrase((mark) => chooser.toApp(mark(theirs(client.name))))}</h1></div>
${form({
  action,
  csrfToken,
  content: html`<ul class="rows accounts">${accounts.map((account) => accountRow(account, chrome))}</ul>`,
})}
<div class="actions">${linkButton(otherHref, chooser.other, 'secondary')}</div>
${client !== undefined && clientLinks(client, words)}`),
  })
}

const accountRow = ({ id, name, username, isCurrent }: AccountView, { words }: Chrome): Html => {
  const { chooser } = words
  const hasName = visible(name) !== visible(username)
  return html`<li>
<button class="account" type="submit" name="account" value="${id}">${monogram(name, 'person')}<span class="account-words"><span class="account-name">${theirs(name)}</span>${(hasName || isCurrent) && html` <span class="account-facts">${hasName && html`<span class="quiet-text">${theirs(username)}</span> `}${isCurrent && badge(chooser.current)}</span>`}</span></button>
<button class="button quiet" type="submit" name="log_out" value="${id}">${words.layout.logOut}<span class="unseen"> ${theirs(username)}</span></button>
</li>`
}
