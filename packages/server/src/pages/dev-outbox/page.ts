import { linkButton } from '../../ui/buttons.ts'
import { html, theirs } from '../../ui/html.ts'
import { type Chrome, page } from '../../ui/layout.ts'
import { safeLink } from '../../ui/link.ts'
import { time } from '../../ui/time.ts'

/** Messages that were not sent. */
export type DevOutboxPage = {
  readonly chrome: Chrome
  readonly now: Date
  readonly href: string
  readonly messages: readonly {
    readonly to: string
    readonly subject: string
    readonly text: string
    readonly createdAt: Date
  }[]
}

/** Shows the messages of a development server, with their links. */
export const devOutboxPage = ({ chrome, now, href, messages }: DevOutboxPage): string => {
  const { devOutbox, time: words } = chrome.words
  return page({
    ...chrome,
    title: devOutbox.title,
    width: 'medium',
    body: html`<div class="stack-wide"><div class="stack"><h1>${devOutbox.title}</h1>
<p class="lead">${messages.length === 0 ? devOutbox.none : devOutbox.text}</p></div>
${messages.map(
  ({ to, subject, text, createdAt }) => html`<article class="question-card"><div class="question-card-face">
<h2>${theirs(subject, 200)}</h2>
<p class="quiet-text">${devOutbox.to} ${theirs(to, 320)} · ${time(createdAt, now, words)}</p>
${text
  .trimEnd()
  .split('\n\n')
  .map(
    (part) =>
      html`<p class="letter-text">${part.split('\n').map((line, at) => html`${at > 0 && html`<br>`}${toLine(line)}`)}</p>`,
  )}
</div></article>`,
)}
<div class="actions">${linkButton(href, devOutbox.refresh, 'secondary')}</div></div>`,
  })
}

const toLine = (line: string) =>
  line !== '' && (/^https?:\/\/\S+$/.test(line) ? html`<a href="${safeLink(line)}">${line}</a>` : theirs(line, 2_000))
