import { button } from '../../ui/buttons.ts'
import { form } from '../../ui/form.ts'
import { html, theirs } from '../../ui/html.ts'
import { questionCard } from '../../ui/key-card.ts'
import { type Chrome, page } from '../../ui/layout.ts'
import { badge, notice } from '../../ui/notices.ts'
import { phrase } from '../../ui/phrase.ts'
import { submitOnce } from '../../ui/scripts.ts'

/** What the page shows to an invited user who has an account and is logged in to it. */
export type JoinPage = {
  readonly chrome: Chrome
  readonly action: string
  readonly csrfToken: string
  readonly username: string
  readonly groups: readonly string[]
  readonly isOutdated?: boolean | undefined
}

/** Asks whether to join groups, by a button with `decision=accept`. Opening the page changes nothing. */
export const joinPage = ({ chrome, action, csrfToken, username, groups, isOutdated }: JoinPage): string => {
  const { invitation, login } = chrome.words
  return page({
    ...chrome,
    title: invitation.title,
    script: submitOnce,
    body: questionCard(html`<h1 class="centred">${invitation.title}</h1>
<p class="quiet-text centred">${phrase((mark) => invitation.joinText(mark(html`<strong>${theirs(username)}</strong>`)))}</p>
${isOutdated === true && notice({ tone: 'info', title: login.outdated, text: login.outdatedText })}
${groups.length > 0 && html`<p class="centred">${invitation.groups}</p><p class="centred">${groups.map((group) => html`${badge(theirs(group, 100))} `)}</p>`}
${form({
  action,
  csrfToken,
  className: 'stack-wide',
  content: html`<div class="actions">${button({ label: invitation.join, name: 'decision', value: 'accept' })}</div>`,
})}`),
  })
}
