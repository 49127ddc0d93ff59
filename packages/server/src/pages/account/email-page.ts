import { button } from '../../ui/buttons.ts'
import { hiddenField, textField } from '../../ui/fields.ts'
import { form } from '../../ui/form.ts'
import { html, theirs } from '../../ui/html.ts'
import type { Chrome } from '../../ui/layout.ts'
import { notice } from '../../ui/notices.ts'
import { phrase } from '../../ui/phrase.ts'
import { formatDuration } from '../../ui/time-words.ts'
import { accountPage } from './frame.ts'

/** What happened to the address that was sent. */
export type EmailOutcome =
  | { readonly is: 'sent'; readonly address: string }
  | { readonly is: 'invalid' | 'same'; readonly typed: string }
  | { readonly is: 'wait'; readonly seconds: number }

export type EmailPage = {
  readonly chrome: Chrome
  readonly csrfToken: string
  readonly action: string
  readonly address: string | undefined
  readonly isVerified: boolean
  /** Whether the operator's file sets the address. */
  readonly isOfFile: boolean
  readonly outcome?: EmailOutcome | undefined
}

/** Shows the address, and the form with `email` for another. */
export const emailPage = (props: EmailPage): string => {
  const { chrome, action, csrfToken, address, isVerified, isOfFile, outcome } = props
  const words = chrome.words.ownEmail
  const isRefused = outcome?.is === 'invalid' || outcome?.is === 'same'
  return accountPage({
    chrome,
    at: 'email',
    lead: address === undefined ? words.none : words.lead,
    notice: outcome && showOutcome(outcome, chrome),
    body: html`${
      address !== undefined &&
      html`<section class="panel"><h2>${words.current}</h2>
<p><strong>${theirs(address)}</strong> <span class="quiet-text">(${isVerified ? words.confirmed : words.unconfirmed})</span></p>
${!isVerified && form({ action, csrfToken, content: html`${hiddenField('action', 'confirm')}<div class="actions">${button({ label: words.confirm, weight: 'secondary' })}</div>` })}</section>`
    }
<section class="panel">${
      isOfFile
        ? html`<p>${words.ofFile}</p>`
        : form({
            action,
            csrfToken,
            className: 'stack-wide',
            content: html`${textField({
              name: 'email',
              label: words.new,
              hint: words.hint,
              autocomplete: 'email',
              value: isRefused ? outcome.typed : undefined,
              error: isRefused ? words[outcome.is] : undefined,
              autofocus: isRefused,
            })}
<div class="actions">${button({ label: words.save })}</div>`,
          })
    }</section>`,
  })
}

const showOutcome = (outcome: EmailOutcome, { words: { ownEmail: words, time } }: Chrome) => {
  if (outcome.is === 'sent') {
    const text = phrase((mark) => words.sentTo(mark(theirs(outcome.address))))
    const content = notice({ id: 'result', autofocus: true, tone: 'success', title: words.sent, text })
    return { pageTitle: words.sent, content }
  }
  if (outcome.is === 'wait') {
    const text = words.wait(formatDuration(outcome.seconds, time))
    return { pageTitle: words.failed, content: notice({ tone: 'alert', autofocus: true, text }) }
  }
  // The text is at the field, which takes the focus.
  return { pageTitle: words.failed, content: html`` }
}
