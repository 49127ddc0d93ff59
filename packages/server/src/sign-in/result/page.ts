import { linkButton } from '../../ui/buttons.ts'
import { html } from '../../ui/html.ts'
import { type Chrome, page } from '../../ui/layout.ts'
import { tag } from '../../ui/tag.ts'
import { visible } from '../../ui/visible.ts'

/** What the end of a flow shows. */
export type ResultPage = {
  readonly chrome: Chrome
  readonly title: string
  readonly message: string
  readonly link?: { readonly href: string; readonly label: string } | undefined
}

/** Says how it ended, in the element `result`. */
export const resultPage = ({ chrome, title, message, link }: ResultPage): string =>
  page({
    ...chrome,
    title,
    body: tag(html`<div id="result" role="status" class="centred stack"><h1>${visible(title)}</h1>
<p class="lead">${visible(message, 400)}</p></div>
${link !== undefined && html`<div class="actions">${linkButton(link.href, visible(link.label), 'secondary')}</div>`}`),
  })
