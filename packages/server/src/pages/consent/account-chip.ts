import { linkButton } from '../../ui/buttons.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import type { Chrome } from '../../ui/layout.ts'
import { monogram } from '../../ui/monogram.ts'

/** What the line about the account needs. */
export type AccountChip = {
  readonly chrome: Pick<Chrome, 'words'>
  readonly account: { readonly name: string }
  /** Leads to the choice of another account. */
  readonly switchAccountHref: string
  /** What is said of the account; by default that it is logged in. */
  readonly label?: string | undefined
}

/** Says who is logged in, with a link to continue as someone else. */
export const accountChip = ({ chrome, account, switchAccountHref, label: said }: AccountChip): Html => {
  const words = chrome.words.account
  const label = html`${words.notYou}<span class="unseen"> ${words.continueAsOther}</span>`
  return html`<p class="chip">${monogram(account.name, 'person')}<span class="chip-name"><span class="unseen">${said ?? words.loggedInAs} </span>${theirs(account.name)}</span>${linkButton(switchAccountHref, label, 'quiet')}</p>`
}
