import { csrfField } from './fields.ts'
import { type Html, html, type Renderable } from './html.ts'
import { safeLink } from './link.ts'
import { remark } from './notices.ts'
import type { Words } from './words/en.ts'

/** A form that asks the browser for a passkey and posts its response as `passkey`. */
export type PasskeyForm = {
  readonly action: string
  readonly csrfToken: string
  /** `create` for a new passkey, `get` for a known one. */
  readonly kind: 'create' | 'get'
  /** The options of that call, as JSON. */
  readonly options: string
  readonly label: Renderable
  readonly weight: 'primary' | 'secondary'
  /** Whether the browser also offers passkeys in the username field. */
  readonly isOffered?: boolean | undefined
  /** What users do in a browser without JavaScript or passkeys. */
  readonly otherwise: Renderable
  readonly words: Words['passkeys']
}

/** Builds the form, which appears only if its script runs and the browser has passkeys, and what is shown otherwise. */
export const passkeyForm = ({ words, ...props }: PasskeyForm): Html =>
  html`<div data-no-passkey>${remark(props.otherwise)}</div>
<form class="passkey" method="post" action="${safeLink(props.action)}" data-passkey="${props.kind}" data-options="${props.options}" data-offered="${props.isOffered === true ? 'yes' : 'no'}" data-cancelled="${words.cancelled}" data-known="${words.known}" data-failed="${words.failed}" hidden>
${csrfField(props.csrfToken)}<input type="hidden" name="passkey">
<button class="button ${props.weight}" type="button" data-passkey-start>${passkeyIcon}${props.label}</button>
<p class="remark warning" role="status" data-passkey-notice hidden></p>
</form>`

/** A person and a key. */
const passkeyIcon = html`<svg class="button-icon" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><circle cx="9" cy="7" r="3.5"/><path d="M2.5 20v-1.5a5 5 0 0 1 5-5h3c.9 0 1.8.3 2.5.7"/><circle cx="18" cy="13" r="2.75"/><path d="M18 15.75V22l1.75-1.25M18 19.25l1.5-1"/></svg>`
