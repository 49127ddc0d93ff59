import { linkButton } from '../../ui/buttons.ts'
import { html } from '../../ui/html.ts'
import { keyAndTag } from '../../ui/key-picture.ts'
import { type Chrome, page } from '../../ui/layout.ts'
import { safeLink } from '../../ui/link.ts'

/** What the page at the issuer's root shows. */
export type HomePage = {
  readonly chrome: Chrome
  readonly keysHref: string
  readonly accountHref: string
  /** RFC 8414 */
  readonly metadataHref: string
  readonly publicKeysHref: string
}

export const homePage = ({ chrome, keysHref, accountHref, metadataHref, publicKeysHref }: HomePage): string => {
  const { home } = chrome.words
  const documents = [
    [metadataHref, home.metadata],
    [publicKeysHref, home.publicKeys],
  ] as const
  return page({
    ...chrome,
    title: home.title,
    width: 'wide',
    body: html`<div class="hero">
<div class="stack-wide">
<h1>${home.heading}</h1>
<p class="lead">${chrome.brand === undefined ? home.lead : home.leadOfBrand}</p>
<div class="actions">${linkButton(keysHref, chrome.account === undefined ? home.logIn : home.keys)}${chrome.account !== undefined && linkButton(accountHref, home.account, 'secondary')}</div>
</div>
${keyAndTag}
</div>
<section class="papers" aria-labelledby="papers"><h2 id="papers">${home.developers}</h2>
<ul>${documents.map(([href, label]) => html`<li><a href="${safeLink(href)}">${label}</a></li>`)}</ul></section>`,
  })
}
