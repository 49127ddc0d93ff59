import { button } from '../../ui/buttons.ts'
import { form } from '../../ui/form.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import type { Chrome } from '../../ui/layout.ts'
import { monogram } from '../../ui/monogram.ts'

/** What the line about the account needs. */
export type AccountChip = {
  readonly chrome: Pick<Chrome, 'words'>
  readonly csrfToken: string
  readonly interaction?: string | undefined
  readonly account: { readonly name: string }
  /** The address to which "log in as someone else" posts. */
  readonly switchAccountAction: string
}

/** Says who is logged in, with a button to log in as someone else. */
export const accountChip = ({ chrome, csrfToken, interaction, account, switchAccountAction }: AccountChip): Html => {
  const words = chrome.words.account
  return form({
    action: switchAccountAction,
    csrfToken,
    hidden: { interaction },
    className: 'chip',
    content: html`${monogram(account.name, 'person')}<span class="chip-name"><span class="unseen">${words.loggedInAs} </span>${theirs(account.name)}</span>${button({ label: words.notYou, weight: 'quiet', about: words.logInAsOther })}`,
  })
}
