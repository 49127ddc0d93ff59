import { button, linkButton } from '../../ui/buttons.ts'
import { checkboxRow } from '../../ui/choices.ts'
import { textField } from '../../ui/fields.ts'
import { form } from '../../ui/form.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import { questionCard, questionCardSection } from '../../ui/key-card.ts'
import { type Chrome, page } from '../../ui/layout.ts'
import { badge } from '../../ui/notices.ts'
import { phrase } from '../../ui/phrase.ts'
import { submitOnce } from '../../ui/scripts.ts'
import { visible } from '../../ui/visible.ts'

/** What a user sees whom a provider identified for the first time. */
export type FirstLoginPage = {
  readonly chrome: Chrome
  readonly provider: string
  /** How the user is called there. */
  readonly whom?: string | undefined
  readonly action: string
  readonly csrfToken: string
  /** `create` an account, only `link` one because one has the e-mail address, or `none`: link one if there is any. */
  readonly offer: 'create' | 'link' | 'none'
  readonly claims: readonly { readonly name: string; readonly value: string }[]
  readonly isEmailVerified: boolean
  readonly username: string
  /** Names of claims that are not ticked. */
  readonly declined?: readonly string[] | undefined
  /** What is wrong with the username. */
  readonly fault?: 'wrong' | 'taken' | undefined
  readonly linkHref: string
  readonly backHref: string
}

/** Asks which username and claims a new account gets: boxes `claim_NAME`, and the field `username`. */
export const firstLoginPage = (props: FirstLoginPage): string => {
  const { chrome, provider, whom, offer, fault, linkHref } = props
  const { firstLogin } = chrome.words
  const name = visible(provider)
  const title =
    offer === 'create' ? firstLogin.title(name) : offer === 'link' ? firstLogin.known : firstLogin.none(name)
  const links = html`<div class="actions">${linkButton(linkHref, firstLogin.link, offer === 'create' ? 'secondary' : 'primary')}${offer !== 'create' && linkButton(props.backHref, firstLogin.otherWays, 'secondary')}</div>`
  return page({
    ...chrome,
    title: fault === undefined ? title : `${firstLogin.faults[fault]} · ${title}`,
    script: submitOnce,
    body: questionCard(
      html`<h1 class="centred">${title}</h1>
${whom !== undefined && html`<p class="lead centred">${phrase((mark) => firstLogin.whom(mark(theirs(provider)), mark(html`<strong>${theirs(whom)}</strong>`)))}</p>`}
${offer === 'link' && html`<p class="centred">${firstLogin.knownText(name)}</p>`}
${offer === 'none' && html`<p class="centred">${firstLogin.noneText}</p>`}
${offer === 'create' ? creation(props) : links}`,
      offer === 'create' &&
        questionCardSection(html`<p class="centred">${firstLogin.haveAccount}</p>
${links}`),
    ),
  })
}

const creation = (props: FirstLoginPage): Html => {
  const { chrome, claims, declined = [], fault, provider } = props
  const { firstLogin } = chrome.words
  const names: Readonly<Record<string, string>> = firstLogin.claims
  return form({
    action: props.action,
    csrfToken: props.csrfToken,
    className: 'stack-wide',
    content: html`${textField({
      name: 'username',
      label: firstLogin.username,
      value: props.username,
      hint: firstLogin.usernameHint,
      error: fault && firstLogin.faults[fault],
      autocomplete: 'username',
      autofocus: fault !== undefined || props.username === '',
    })}
${
  claims.length > 0 &&
  html`<fieldset class="group"><legend>${firstLogin.takeOver(visible(provider))}</legend>
<div class="rows">${claims.map(({ name, value }) =>
    checkboxRow({
      id: `claim_${name}`,
      name: `claim_${name}`,
      value: 'yes',
      title: names[name] ?? name,
      description: html`${theirs(value)}${name === 'email' && props.isEmailVerified && html` ${badge(firstLogin.verified)}`}`,
      checked: !declined.includes(name),
    }),
  )}</div></fieldset>`
}
<div class="actions">${button({ label: firstLogin.create })}</div>`,
  })
}
