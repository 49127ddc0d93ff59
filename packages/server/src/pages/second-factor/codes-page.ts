import { linkButton } from '../../ui/buttons.ts'
import { type Html, html } from '../../ui/html.ts'
import type { Words } from '../../ui/words/en.ts'

/** Recovery codes that were just made: shown once. */
export type NewCodes = {
  readonly codes: readonly string[]
  readonly server: string
  readonly username: string
  /** Where the user continues. */
  readonly nextHref: string
}

/** Builds the list of new recovery codes. The file to download is part of the page, so that no request repeats the codes. */
export const newCodes = ({ codes, server, username, nextHref }: NewCodes, { recoveryCodes }: Words): Html => {
  const text = [recoveryCodes.fileTitle(server, username), '', ...codes, ''].join('\r\n')
  return html`<ol class="codes" aria-label="${recoveryCodes.label}">${codes.map((code) => html`<li><code>${code}</code></li>`)}</ol>
<p class="centred"><a download="${recoveryCodes.file}" href="data:text/plain;charset=utf-8,${encodeURIComponent(text)}">${recoveryCodes.download}</a></p>
<div class="actions">${linkButton(nextHref, recoveryCodes.done)}</div>`
}
