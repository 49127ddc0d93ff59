import { button } from '../../ui/buttons.ts'
import { form } from '../../ui/form.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import type { Chrome } from '../../ui/layout.ts'
import { monogram } from '../../ui/monogram.ts'
import { notice } from '../../ui/notices.ts'
import { phrase } from '../../ui/phrase.ts'
import { time } from '../../ui/time.ts'
import { accountPage } from './frame.ts'

/** A login elsewhere that is linked to the account. */
export type LinkedLogin = {
  readonly id: string
  readonly provider: string
  /** How the user is called there. */
  readonly whom?: string | undefined
  readonly linkedAt: Date
  readonly lastUsedAt?: Date | undefined
}

/** What the page of the logins elsewhere shows. */
export type LoginsPage = {
  readonly chrome: Chrome
  /** The path of the page; its forms are below it. */
  readonly action: string
  readonly csrfToken: string
  readonly now: Date
  readonly logins: readonly LinkedLogin[]
  readonly providers: readonly { readonly name: string; readonly label: string }[]
  /** What was just done, or why it was not. */
  readonly outcome?: 'linked' | 'unlinked' | 'last' | undefined
}

/** Lists the logins elsewhere of an account, with the buttons `login` to unlink one and `provider` to link another. */
export const loginsPage = (props: LoginsPage): string => {
  const { chrome, action, csrfToken, logins, providers, outcome } = props
  const { logins: words } = chrome.words
  return accountPage({
    chrome,
    at: 'logins',
    lead: words.lead,
    notice: outcome && { pageTitle: words[outcome], content: outcomeNotice(outcome, words) },
    body: html`${
      logins.length === 0
        ? html`<p class="quiet-text">${words.none}</p>`
        : form({
            action: `${action}/unlink`,
            csrfToken,
            content: html`<ul class="rows">${logins.map((one) => row(one, props))}</ul>`,
          })
    }
<section class="panel" aria-labelledby="another"><h2 id="another">${words.another}</h2>
<p class="quiet-text">${words.anotherText}</p>
${form({
  action: `${action}/link`,
  csrfToken,
  content: html`<div class="actions ways">${providers.map(({ name, label }) =>
    button({
      label: phrase((mark) => words.link(mark(theirs(label)))),
      name: 'provider',
      value: name,
      weight: 'secondary',
    }),
  )}</div>`,
})}</section>`,
  })
}

const outcomeNotice = (outcome: 'linked' | 'unlinked' | 'last', words: Chrome['words']['logins']): Html =>
  notice({
    tone: outcome === 'last' ? 'alert' : 'success',
    title: words[outcome],
    text: words.outcomes[outcome],
    autofocus: outcome === 'last',
  })

const row = ({ id, provider, whom, linkedAt, lastUsedAt }: LinkedLogin, { chrome, now }: LoginsPage): Html => {
  const { logins: words, time: timeWords } = chrome.words
  const used =
    lastUsedAt === undefined ? words.unused : phrase((mark) => words.lastUsed(mark(time(lastUsedAt, now, timeWords))))
  return html`<li class="login-row">${monogram(provider)}<div class="login-words"><p><strong>${theirs(provider)}</strong>${whom !== undefined && html` <span class="quiet-text">${theirs(whom)}</span>`}</p>
<p class="quiet-text">${phrase((mark) => words.linkedSince(mark(time(linkedAt, now, timeWords))))} · ${used}</p></div>
${button({ label: words.unlink, weight: 'quiet', name: 'login', value: id, about: theirs(provider) })}</li>`
}
