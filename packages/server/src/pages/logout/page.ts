import { button, linkButton } from '../../ui/buttons.ts'
import { checkboxRow } from '../../ui/choices.ts'
import { form } from '../../ui/form.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import { questionCard } from '../../ui/key-card.ts'
import { type Chrome, defaultBrand, page } from '../../ui/layout.ts'
import { safeLink, safeTarget } from '../../ui/link.ts'
import { phrase } from '../../ui/phrase.ts'
import { goOnAfterFrames, submitOnce } from '../../ui/scripts.ts'
import { visible } from '../../ui/visible.ts'
import type { Words } from '../../ui/words/en.ts'

/** Where no script runs: browsers wait this long once all frames have loaded. */
const secondsAfterFrames = 1

/** Enough to clear cookies and storage. Anyone may have registered the app: its page must not lead the window elsewhere. */
const frameRights = 'allow-scripts allow-same-origin allow-forms'

/** What the question before logging out shows. */
export type LogoutPage = {
  readonly chrome: Chrome
  readonly action: string
  readonly csrfToken: string
  readonly accountName: string
  /** The app that asks for the logout. */
  readonly appName?: string | undefined
  /** Whether further accounts are logged in in this browser. */
  readonly hasOthers?: boolean | undefined
  /** The provider that the user logged in with, if it has a logout too. */
  readonly provider?: string | undefined
  /** Hidden fields to be sent along. */
  readonly fields?: Readonly<Record<string, string | undefined>> | undefined
}

/** Asks before logging out, so that no other site can do it by a link. The box `revoke` takes the keys of apps back too. */
export const logoutPage = ({
  chrome,
  action,
  csrfToken,
  accountName,
  appName,
  hasOthers = false,
  provider,
  fields,
}: LogoutPage): string => {
  const { logout } = chrome.words
  const question = logout.question(visible(chrome.brand ?? defaultBrand))
  return page({
    ...chrome,
    // What the head would offer is what is asked here.
    account: undefined,
    title: question,
    script: submitOnce,
    body: questionCard(html`<h1 class="centred">${question}</h1>
${appName !== undefined && html`<p class="lead centred">${phrase((mark) => logout.asked(mark(theirs(appName))))}</p>`}
<p class="lead centred">${phrase((mark) => logout.text(mark(html`<strong>${theirs(accountName)}</strong>`)))}</p>
${form({
  action,
  csrfToken,
  hidden: fields,
  content: html`<div class="rows">${checkboxRow({ id: 'revoke', name: 'revoke', value: 'yes', title: logout.revoke, description: logout.revokeText })}${provider !== undefined && checkboxRow({ id: 'provider', name: 'provider', value: 'yes', title: phrase((mark) => logout.provider(mark(theirs(provider)))), description: logout.providerText })}</div>
<div class="actions">${button({ label: logout.logOut, name: 'decision', value: 'allow' })}${hasOthers && button({ label: logout.all, weight: 'secondary', name: 'decision', value: 'all' })}${button({ label: logout.stay, weight: 'secondary', name: 'decision', value: 'deny' })}</div>`,
})}`),
  })
}

/** The app that asked for the logout, and its `initiate_login_uri` with parameters. */
export type AppToReturnTo = { readonly name: string; readonly href: string }

/** What is shown after logging out. */
export type LoggedOutPage = {
  readonly chrome: Chrome
  readonly loginHref: string
  readonly app?: AppToReturnTo | undefined
  /** The names of other accounts that are still logged in in this browser. */
  readonly others?: readonly string[] | undefined
}

/** Shows, in the element `result`, that the user is logged out. */
export const loggedOutPage = ({ chrome, loginHref, app, others = [] }: LoggedOutPage): string => {
  const { logout } = chrome.words
  return page({
    ...chrome,
    account: undefined,
    title: logout.done,
    body: questionCard(html`<div id="result" role="status" class="centred stack"><h1>${logout.done}</h1>
<p class="lead">${logout.doneText}</p>${others.length > 0 && html`<p>${phrase((mark) => logout.others(others.map((name) => mark(html`<strong>${theirs(name)}</strong>`))))}</p>`}</div>
<div class="actions">${returnLink(app, logout)}${linkButton(loginHref, others.length > 0 ? logout.toOthers : logout.again, 'secondary')}</div>`),
  })
}

const returnLink = (app: AppToReturnTo | undefined, { atApp }: Words['logout']): Html | false =>
  app !== undefined &&
  linkButton(
    app.href,
    phrase((mark) => atApp(mark(theirs(app.name)))),
  )

/** What is shown while the apps in frames log the user out. */
export type SigningOutPage = {
  readonly chrome: Chrome
  /** What the frames load. */
  readonly frames: readonly string[]
  /** Where the browser goes then; undefined if this page is the last one. */
  readonly next: string | undefined
  readonly loginHref: string
  readonly app?: AppToReturnTo | undefined
}

/**
 * Loads the logout pages of apps in hidden frames (OIDC Front-Channel Logout §3), then leads to the next page by a script or,
 * where none runs, by the refresh. An app that does not respond delays the refresh: the link is there for that.
 */
export const signingOutPage = ({ chrome, frames, next, loginHref, app }: SigningOutPage): string => {
  const { logout, toApp } = chrome.words
  return page({
    ...chrome,
    account: undefined,
    title: logout.done,
    ...(next === undefined ? {} : { script: goOnAfterFrames, refresh: { seconds: secondsAfterFrames, href: next } }),
    body: questionCard(html`<div id="result" role="status" class="centred stack"><h1>${logout.done}</h1>
<p class="lead">${logout.apps}</p></div>
<div class="actions">${next === undefined ? html`${returnLink(app, logout)}${linkButton(loginHref, logout.again, 'secondary')}` : html`<a id="next" class="button secondary" href="${safeTarget(next)}">${toApp.continue}</a>`}</div>
<div hidden>${frames.map((src) => html`<iframe src="${safeLink(src)}" title="" sandbox="${frameRights}" referrerpolicy="no-referrer"></iframe>`)}</div>`),
  })
}

/** Shows, in the element `result`, that the user decided to stay logged in although an app asked for the logout. */
export const stayedPage = ({ chrome, keysHref }: { readonly chrome: Chrome; readonly keysHref: string }): string => {
  const { logout, problem } = chrome.words
  return page({
    ...chrome,
    title: logout.stayed,
    body: questionCard(html`<div id="result" role="status" class="centred stack"><h1>${logout.stayed}</h1>
<p class="lead">${logout.stayedText}</p></div>
<div class="actions">${linkButton(keysHref, problem.toKeys, 'secondary')}</div>`),
  })
}
