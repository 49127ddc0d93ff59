import { button } from '../../ui/buttons.ts'
import { form } from '../../ui/form.ts'
import { html } from '../../ui/html.ts'
import { questionCard } from '../../ui/key-card.ts'
import { type Chrome, documentLink, page } from '../../ui/layout.ts'
import { phrase } from '../../ui/phrase.ts'
import { submitOnce } from '../../ui/scripts.ts'

/** What the page with new terms shows. */
export type TermsPage = {
  readonly chrome: Chrome
  readonly action: string
  readonly csrfToken: string
}

/** Asks, with the buttons `decision=accept` and `decision=decline`, whether the user accepts the terms. */
export const termsPage = ({ chrome, action, csrfToken }: TermsPage): string => {
  const { terms, signUp } = chrome.words
  const link = documentLink(chrome, 'terms') ?? signUp.terms
  return page({
    ...chrome,
    title: terms.title,
    script: submitOnce,
    body: questionCard(html`<h1 class="centred">${terms.title}</h1>
<p class="lead centred">${phrase((mark) => terms.text(mark(link)))}</p>
${form({
  action,
  csrfToken,
  className: 'stack-wide',
  content: html`<div class="actions">${button({ label: terms.accept, name: 'decision', value: 'accept' })}${button({ label: terms.decline, weight: 'secondary', name: 'decision', value: 'decline' })}</div>`,
})}`),
  })
}
