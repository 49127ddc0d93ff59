import { type Html, html } from '../../ui/html.ts'
import { phrase } from '../../ui/phrase.ts'
import { revealed } from '../../ui/visible.ts'
import type { Words } from '../../ui/words/en.ts'

/** The destination of the response; `anyApp` if any app on the user's computer could receive it (RFC 8252 §8.6). */
export type Target = { readonly host: string; readonly anyApp?: boolean | undefined }

/** Shows where the response will be sent. */
export const targetNotice = ({ host, anyApp }: Target, words: Words['consent']): Html => {
  const write = anyApp === true ? words.targetOnComputer : words.target
  const text = phrase((mark) => write(mark(html`<bdi class="target-host">${revealed(host)}</bdi>`)))
  return html`<p class="target${anyApp === true && ' warning'}">${text}</p>`
}
