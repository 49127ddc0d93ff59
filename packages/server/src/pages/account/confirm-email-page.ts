import { button } from '../../ui/buttons.ts'
import { form } from '../../ui/form.ts'
import { html, theirs } from '../../ui/html.ts'
import { questionCard } from '../../ui/key-card.ts'
import { type Chrome, page } from '../../ui/layout.ts'
import { phrase } from '../../ui/phrase.ts'
import { submitOnce } from '../../ui/scripts.ts'

export type ConfirmEmailPage = {
  readonly chrome: Chrome
  readonly action: string
  readonly csrfToken: string
  readonly address: string
  readonly username: string
}

/** Asks whether an address becomes that of an account. Opening the page changes nothing; the button uses the link. */
export const confirmEmailPage = ({ chrome, action, csrfToken, address, username }: ConfirmEmailPage): string => {
  const { confirmEmail: words } = chrome.words
  return page({
    ...chrome,
    title: words.title,
    script: submitOnce,
    body: questionCard(html`<h1 class="centred">${words.title}</h1>
<p class="lead centred">${phrase((mark) => words.text(mark(theirs(address)), mark(theirs(username))))}</p>
${form({ action, csrfToken, content: html`<div class="actions">${button({ label: words.confirm })}</div>` })}`),
  })
}
