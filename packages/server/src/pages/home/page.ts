import { linkButton } from '../../ui/buttons.ts'
import { html } from '../../ui/html.ts'
import { keyAndTag } from '../../ui/key-picture.ts'
import { type Chrome, page } from '../../ui/layout.ts'
import { safeLink } from '../../ui/link.ts'

/** What the page at the issuer's root shows. */
export type HomePage = {
  readonly chrome: Chrome
  readonly keysHref: string
  /** Documents for developers, such as the metadata (RFC 8414). */
  readonly documents: readonly { readonly href: string; readonly label: string }[]
}

/** Welcomes whoever opens the issuer's address. */
export const homePage = ({ chrome, keysHref, documents }: HomePage): string =>
  page({
    ...chrome,
    title: 'Welcome',
    width: 'wide',
    body: html`<div class="hero">
<div class="stack-wide">
<h1>Hand over a key, not your password.</h1>
<p class="lead">A valet key opens the door and drives a mile. It does not open the trunk. Here you give apps such keys: you choose what each one opens and how long it lasts, and you can take it back.</p>
<div class="actions">${linkButton(keysHref, chrome.account === undefined ? 'Log in to see your keys' : 'See my keys')}</div>
</div>
${keyAndTag}
</div>
${
  documents.length > 0 &&
  html`<section class="papers" aria-labelledby="papers"><h2 id="papers">For developers</h2>
<ul>${documents.map(({ href, label }) => html`<li><a href="${safeLink(href)}">${label}</a></li>`)}</ul></section>`
}`,
  })
