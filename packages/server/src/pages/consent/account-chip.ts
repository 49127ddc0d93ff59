import { button } from '../../ui/buttons.ts'
import { form } from '../../ui/form.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import { monogram } from '../../ui/monogram.ts'

/** What the line about the account needs. */
export type AccountChip = {
  readonly csrfToken: string
  readonly interaction?: string | undefined
  readonly account: { readonly name: string }
  /** The address to which "log in as someone else" posts. */
  readonly switchAccountAction: string
}

/** Says who is logged in, with a button to log in as someone else. */
export const accountChip = ({ csrfToken, interaction, account, switchAccountAction }: AccountChip): Html =>
  form({
    action: switchAccountAction,
    csrfToken,
    hidden: { interaction },
    className: 'chip',
    content: html`${monogram(account.name, 'person')}<span class="chip-name"><span class="unseen">You are logged in as </span>${theirs(account.name)}</span>${button({ label: 'Not you?', weight: 'quiet', about: 'Log in as someone else' })}`,
  })
