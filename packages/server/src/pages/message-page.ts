import { linkButton } from '../ui/buttons.ts'
import { type Html, html, type theirs } from '../ui/html.ts'
import { questionCard } from '../ui/key-card.ts'
import { type Chrome, page } from '../ui/layout.ts'

/** A message with ways on. */
export type MessagePage = {
  readonly chrome: Chrome
  readonly title: string
  readonly text: Parameters<typeof theirs>[0] | Html
  readonly tone: 'alert' | 'status'
  readonly ways: readonly { readonly href: string; readonly label: string }[]
}

/** Shows a message in the element `result`. */
export const messagePage = ({ chrome, title, text, tone, ways }: MessagePage): string =>
  page({
    ...chrome,
    title,
    body: questionCard(html`<div id="result" role="${tone}" class="centred stack"><h1>${title}</h1>
<p class="lead">${text}</p></div>
<div class="actions">${ways.map(({ href, label }, at) => linkButton(href, label, at === 0 ? 'primary' : 'secondary'))}</div>`),
  })
