import { button, linkButton } from '../../ui/buttons.ts'
import { form } from '../../ui/form.ts'
import { html } from '../../ui/html.ts'
import { questionCard } from '../../ui/key-card.ts'
import { type Chrome, page } from '../../ui/layout.ts'
import { submitOnce } from '../../ui/scripts.ts'
import { visible } from '../../ui/visible.ts'
import { accountChip } from '../consent/account-chip.ts'
import { type NewCodes, newCodes } from './codes-page.ts'
import { type SetUp, setUpFields } from './page.ts'

/** What the set-up of a second factor during a login shows. */
export type SetUpPage = {
  readonly chrome: Chrome
  readonly action: string
  readonly csrfToken: string
  readonly account: { readonly name: string }
  readonly otherAccountHref: string
  /** The app that needs it; undefined if the server does. */
  readonly clientName?: string | undefined
  /** Leads back to the app without a second factor. */
  readonly refuseHref?: string | undefined
  readonly setUp: SetUp
}

/** Asks to set up an authenticator app before the login continues: the form has the fields `secret` and `code`. */
export const setUpPage = (props: SetUpPage): string => {
  const { chrome, clientName, account, setUp, refuseHref } = props
  const { words } = chrome
  return page({
    ...chrome,
    account: undefined,
    title: setUp.isWrong === true ? `${words.secondStep.wrong} · ${words.setUp.loginTitle}` : words.setUp.loginTitle,
    script: submitOnce,
    body: questionCard(html`
<div class="asks centred">
${accountChip({ chrome, account, switchAccountHref: props.otherAccountHref, label: words.secondStep.as })}
<div class="asker"><h1>${words.setUp.loginTitle}</h1></div>
<p class="quiet-text">${clientName === undefined ? words.setUp.loginText : words.setUp.loginAppText(visible(clientName))}</p>
</div>
${form({
  action: props.action,
  csrfToken: props.csrfToken,
  hidden: { secret: setUp.sealedKey },
  className: 'stack-wide',
  content: html`${setUpFields(setUp, words)}
<div class="actions">${button({ label: words.setUp.turnOn })}${refuseHref !== undefined && linkButton(refuseHref, words.setUp.notNow, 'secondary')}</div>`,
})}`),
  })
}

/** Shows the recovery codes after the set-up during a login. */
export const codesPage = ({ chrome, codes }: { readonly chrome: Chrome; readonly codes: NewCodes }): string =>
  page({
    ...chrome,
    account: undefined,
    title: chrome.words.recoveryCodes.title,
    body: questionCard(html`
<div class="asker centred"><h1>${chrome.words.recoveryCodes.title}</h1></div>
<p class="quiet-text">${chrome.words.recoveryCodes.text}</p>
${newCodes(codes, chrome.words)}`),
  })
