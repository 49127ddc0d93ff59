import { html, raw, render } from '../../ui/html.ts'
import { checkSession } from './script.ts'

/** A document without content: apps load it in a hidden frame. */
export const checkSessionPage = ({
  nonce,
  cookieName,
}: {
  readonly nonce: string | undefined
  readonly cookieName: string
}): string =>
  render(html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"></head>
<body id="frame" data-cookie="${cookieName}"><script nonce="${nonce ?? ''}">${raw(checkSession)}</script></body>
</html>
`)
