import { type Html, html, type Renderable } from '../../ui/html.ts'
import { type Chrome, page } from '../../ui/layout.ts'
import { safeLink } from '../../ui/link.ts'
import { joinScripts, localTimes, submitOnce } from '../../ui/scripts.ts'
import { localTimeWords } from '../../ui/time-words.ts'
import type { SectionName } from './sections.ts'

/** A page of “My account”. */
export type AccountPage = {
  readonly chrome: Chrome
  /** The section that the page belongs to. */
  readonly at: SectionName
  /** By default the name of the section. */
  readonly heading?: string | undefined
  readonly lead?: Renderable
  /** What was just done, or is wrong: first in the page, and in its title. */
  readonly notice?: { readonly pageTitle: string; readonly content: Html } | undefined
  readonly body: Renderable
  /** Our own script, without those that every page of the account has. */
  readonly script?: string | undefined
  readonly scriptWords?: Readonly<Record<string, string>> | undefined
}

/**
 * Renders a page of “My account”. Where there is room, the navigation is next to it; elsewhere a link leads back to the
 * overview, which lists the sections.
 */
export const accountPage = ({ chrome, at, heading, lead, notice, body, script, scriptWords }: AccountPage): string => {
  const { myAccount, time } = chrome.words
  const isOverview = at === 'overview'
  const name = heading ?? (isOverview ? myAccount.title : myAccount.sections[at])
  const title = isOverview && heading === undefined ? myAccount.title : myAccount.titleOf(name)
  return page({
    ...chrome,
    title: notice === undefined ? title : myAccount.titleAfter(notice.pageTitle, title),
    width: 'wide',
    script: joinScripts(submitOnce, localTimes, ...(script === undefined ? [] : [script])),
    scriptWords: { ...localTimeWords(time), ...scriptWords },
    body: html`<div class="account-frame">
${navigation(chrome, at)}
<div class="account-content">
${!isOverview && chrome.accountHref !== undefined && html`<p class="account-back"><a href="${safeLink(chrome.accountHref)}">${myAccount.back}</a></p>`}
${notice?.content}
<div class="intro"><h1>${name}</h1>${lead !== undefined && html`<p class="lead">${lead}</p>`}</div>
${body}
</div>
</div>`,
  })
}

const navigation = (
  { accountNav = [], words: { myAccount } }: Chrome,
  at: SectionName,
): Html => html`<nav class="account-nav" aria-label="${myAccount.nav}">
<ul>${accountNav.map(
  ({ name, href }) =>
    html`<li><a href="${safeLink(href)}"${name === at && html` aria-current="page"`}>${myAccount.sections[name]}</a></li>`,
)}</ul>
</nav>`
