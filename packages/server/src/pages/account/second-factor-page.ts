import { button, linkButton } from '../../ui/buttons.ts'
import { form } from '../../ui/form.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import type { Chrome } from '../../ui/layout.ts'
import { notice, remark } from '../../ui/notices.ts'
import { phrase } from '../../ui/phrase.ts'
import { time } from '../../ui/time.ts'
import { type NewCodes, newCodes } from '../second-factor/codes-page.ts'
import { type SetUp, setUpFields } from '../second-factor/page.ts'
import { accountPage } from './frame.ts'

/** What was just done. */
export type FactorsOutcome = { readonly done: 'removed' | 'forgotten' }

export type DeviceView = {
  readonly hash: string
  /** The name of browser and system. */
  readonly name: string
  readonly expiresAt: Date
}

export type FactorsPage = {
  readonly chrome: Chrome
  readonly csrfToken: string
  readonly now: Date
  readonly isRequired: boolean
  /** When the authenticator app was set up; undefined for none. */
  readonly appSince: Date | undefined
  readonly codesLeft: number
  readonly devices: readonly DeviceView[]
  /** Leads to the set-up of an app. */
  readonly appHref: string
  readonly codesAction: string
  readonly removeAction: string
  readonly forgetAction: string
  readonly outcome?: FactorsOutcome | undefined
}

/** Shows whether a second step is on, with what belongs to it. */
export const factorsPage = (props: FactorsPage): string => {
  const { chrome, outcome, appSince } = props
  const words = chrome.words.factors
  const said = outcome && words.done[outcome.done]
  return accountPage({
    chrome,
    at: 'secondFactor',
    lead: appSince === undefined ? words.off : words.on,
    notice: said === undefined ? undefined : { pageTitle: said, content: notice({ tone: 'success', text: said }) },
    body:
      appSince === undefined
        ? html`<section class="panel"><h2>${words.app}</h2>${props.isRequired && remark(words.required, 'warning')}
<p>${chrome.words.setUp.scanText}</p><div class="actions">${linkButton(props.appHref, words.turnOn)}</div></section>`
        : factors(props, appSince),
  })
}

const factors = (props: FactorsPage, appSince: Date): Html => {
  const { chrome, csrfToken, now, codesLeft, devices } = props
  const words = chrome.words.factors
  const submit = (action: string, content: Html, hidden = {}) => form({ action, csrfToken, content, hidden })
  const since = phrase((mark) => words.appSince(mark(time(appSince, now, chrome.words.time))))
  return html`<section class="panel"><h2>${words.app}</h2><p>${since}</p>
<div class="actions">${linkButton(props.appHref, words.change, 'secondary')}</div></section>
<section class="panel"><h2>${words.codes}</h2>${codesLeft < 3 ? remark(words.codesLeft(codesLeft), 'warning') : html`<p>${words.codesLeft(codesLeft)}</p>`}
<p class="quiet-text">${words.newCodesText}</p>
${submit(props.codesAction, html`<div class="actions">${button({ label: words.newCodes, weight: 'secondary' })}</div>`)}</section>
<section class="panel"><h2>${words.devices}</h2><p>${devices.length === 0 ? words.noDevices : words.devicesText}</p>
${
  devices.length > 0 &&
  html`<ul class="rows sessions">${devices.map(
    ({ hash, name, expiresAt }) =>
      html`<li><p>${theirs(name)}<br><span class="quiet-text">${phrase((mark) => words.until(mark(time(expiresAt, now, chrome.words.time))))}</span></p>${submit(props.forgetAction, button({ label: words.forget, weight: 'quiet', about: name }), { device: hash })}</li>`,
  )}</ul>
${devices.length > 1 && submit(props.forgetAction, html`<div class="actions">${button({ label: words.forgetAll, weight: 'secondary' })}</div>`)}`
}</section>
<section class="panel"><h2>${words.remove}</h2>${
    props.isRequired
      ? remark(words.required)
      : html`<p>${words.removeText}</p>${submit(props.removeAction, html`<div class="actions">${button({ label: words.remove, weight: 'alert' })}</div>`)}`
  }</section>`
}

/** Sets up an authenticator app: the form has the fields `secret` and `code`. */
export const appPage = (props: {
  readonly chrome: Chrome
  readonly csrfToken: string
  readonly action: string
  readonly setUp: SetUp
}): string => {
  const { chrome, csrfToken, action, setUp } = props
  const { words } = chrome
  return accountPage({
    chrome,
    at: 'secondFactor',
    heading: words.factors.turnOn,
    body: html`<section class="panel">${form({
      action,
      csrfToken,
      hidden: { secret: setUp.sealedKey },
      className: 'stack-wide',
      content: html`${setUpFields(setUp, words)}<div class="actions">${button({ label: words.setUp.turnOn })}</div>`,
    })}</section>`,
  })
}

/** Shows new recovery codes, once. */
export const newCodesPage = (props: {
  readonly chrome: Chrome
  readonly codes: NewCodes
  /** What was just done. */
  readonly done: 'added' | 'codes'
}): string => {
  const { chrome, codes, done } = props
  const { factors: words, recoveryCodes } = chrome.words
  return accountPage({
    chrome,
    at: 'secondFactor',
    heading: recoveryCodes.title,
    lead: recoveryCodes.text,
    notice: { pageTitle: words.done[done], content: notice({ tone: 'success', text: words.done[done] }) },
    body: html`<section class="panel">${newCodes(codes, chrome.words)}</section>`,
  })
}
