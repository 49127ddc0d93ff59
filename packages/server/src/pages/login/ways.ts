import { linkButton } from '../../ui/buttons.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import { safeLink } from '../../ui/link.ts'
import { phrase } from '../../ui/phrase.ts'
import type { Words } from '../../ui/words/en.ts'
import type { Browser } from '../browser.ts'
import { type Destination, toQuery } from './destination.ts'

/** The ways to log in other than a password, as paths of this server; each continues to the destination of the login. */
export interface LoginWays {
  /** Where a user who forgot the password goes. */
  readonly recover?: string | undefined
  readonly signUp?: string | undefined
  /** Makes the form of a login with a passkey. */
  readonly passkey?: ((form: PasskeyForm) => PasskeyWay) | undefined
  /** Other providers, whose account the user may log in with. */
  readonly providers?: readonly { readonly name: string; readonly path: string }[] | undefined
}

export interface PasskeyForm {
  readonly base: string
  /** What the login leads to, as the query of an address. */
  readonly query: '' | `?${string}`
  readonly browser: Pick<Browser, 'secret' | 'formToken'>
  readonly words: Words
  /** Whether a passkey was just refused: the browser would offer the same again. */
  readonly isRefused?: boolean | undefined
}

/** The markup of a login with a passkey, and its script. */
export interface PasskeyWay {
  readonly content: Html
  readonly script: string
}

/** The same ways as links of one page. */
export interface ShownWays {
  readonly recoverHref?: string | undefined
  readonly signUpHref?: string | undefined
  readonly passkey?: PasskeyWay | undefined
  readonly providers: readonly { readonly name: string; readonly href: string }[]
}

/** Turns ways into links that lead on to a destination. */
export function showWays(
  { recover, signUp, passkey, providers = [] }: LoginWays,
  destination: Destination,
  form: Omit<PasskeyForm, 'query'>,
): ShownWays {
  const { base } = form
  const query = toQuery(destination)
  const toHref = (path: string | undefined) => (path === undefined ? undefined : base + path + query)
  return {
    recoverHref: toHref(recover),
    signUpHref: toHref(signUp),
    passkey: passkey?.({ ...form, query }),
    providers: providers.map(({ name, path }) => ({ name, href: base + path + query })),
  }
}

/** Builds the link for a forgotten password, which follows the password's field. */
export const recoverLink = ({ recoverHref }: ShownWays, { login }: Words): Html | false =>
  recoverHref !== undefined && html`<p class="way"><a href="${safeLink(recoverHref)}">${login.recover}</a></p>`

/** Builds the ways that follow the form: a passkey, other providers, a new account. */
export function otherWays({ passkey, providers, signUpHref }: ShownWays, { login }: Words): Html | false {
  const hasOther = passkey !== undefined || providers.length > 0
  if (!hasOther && signUpHref === undefined) return false
  return html`${
    hasOther &&
    html`<p class="or"><span>${login.or}</span></p>
<div class="actions ways">${passkey?.content}${providers.map(({ name, href }) =>
      linkButton(
        href,
        phrase((mark) => login.withProvider(mark(theirs(name)))),
        'secondary',
      ),
    )}</div>`
  }
${signUpHref !== undefined && html`<p class="centred">${login.noAccount} <a href="${safeLink(signUpHref)}">${login.signUp}</a></p>`}`
}
