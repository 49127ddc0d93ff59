import { html, raw, render } from '../../ui/html.ts'
import { checkSession } from './script.ts'

/** A document without content: apps load it in a hidden frame. */
export const checkSessionPage = ({
  nonce,
  cookieName,
  statePath,
}: {
  readonly nonce: string | undefined
  readonly cookieName: string
  /** Where the script asks whether a session is active. */
  readonly statePath: string
}): string =>
  render(html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"></head>
<body id="frame" data-cookie="${cookieName}" data-state="${statePath}"><script nonce="${nonce ?? ''}">${raw(checkSession)}</script></body>
</html>
`)
