import { button } from '../../ui/buttons.ts'
import { checkboxRow } from '../../ui/choices.ts'
import { textField } from '../../ui/fields.ts'
import { form } from '../../ui/form.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import { questionCard } from '../../ui/key-card.ts'
import { type Chrome, page } from '../../ui/layout.ts'
import { safeLink } from '../../ui/link.ts'
import { notice } from '../../ui/notices.ts'
import { joinScripts, submitOnce } from '../../ui/scripts.ts'
import { formatDuration } from '../../ui/time-words.ts'
import type { Words } from '../../ui/words/en.ts'
import { accountChip } from '../consent/account-chip.ts'
import type { PasskeyWay } from '../login/ways.ts'

/** What went wrong with the code before. */
export type CodeFault = 'wrong' | 'used'

/** What the page of the second step shows. */
export type SecondFactorPage = {
  readonly chrome: Chrome
  readonly action: string
  readonly csrfToken: string
  readonly account: { readonly name: string }
  /** Which code is asked for; undefined if the account has passkeys only. */
  readonly way: 'code' | 'recovery-code' | undefined
  /** Leads to the form for the other kind of code. */
  readonly otherWayHref?: string | undefined
  readonly otherAccountHref: string
  /** Whether the device may be remembered. */
  readonly canTrust: boolean
  readonly trust?: boolean | undefined
  readonly fault?: CodeFault | undefined
  /** Why a passkey was not accepted. */
  readonly passkeyFault?: 'refused' | 'expired' | undefined
  /** How long no code is checked, in seconds. */
  readonly retryAfterSeconds?: number | undefined
  readonly passkey?: PasskeyWay | undefined
}

const errorId = 'code-error'

/** Asks for a code in the field `code` or `recovery_code`; the checkbox `trust` remembers the device. */
export const secondFactorPage = (props: SecondFactorPage): string => {
  const { chrome, way, passkey } = props
  const words = chrome.words.secondStep
  const failure = describe(props, chrome.words)
  const title = way === 'recovery-code' ? words.recoveryTitle : words.title
  return page({
    ...chrome,
    // The card says who logs in.
    account: undefined,
    title: failure === undefined ? title : `${failure.title} · ${title}`,
    script: joinScripts(submitOnce, ...(passkey === undefined ? [] : [passkey.script])),
    body: questionCard(html`
<div class="asks centred">
${accountChip({ chrome, account: props.account, switchAccountHref: props.otherAccountHref, label: words.as })}
<div class="asker"><h1>${title}</h1></div>
<p class="quiet-text">${way === 'recovery-code' ? words.recoveryText : words.text}</p>
</div>
${failure !== undefined && notice({ tone: 'alert', id: errorId, ...failure, autofocus: props.retryAfterSeconds !== undefined })}
${way !== undefined && codeForm(props, way)}
${passkey?.content}
${props.otherWayHref !== undefined && html`<p class="centred"><a href="${safeLink(props.otherWayHref)}">${way === 'recovery-code' ? words.useCode : words.useRecovery}</a></p>`}`),
  })
}

const codeForm = (props: SecondFactorPage, way: 'code' | 'recovery-code'): Html => {
  const words = props.chrome.words.secondStep
  const waits = props.retryAfterSeconds !== undefined
  const field = {
    autofocus: !waits,
    errorId: props.fault !== undefined && !waits ? errorId : undefined,
  }
  return form({
    action: props.action,
    csrfToken: props.csrfToken,
    className: 'stack-wide',
    content: html`${
      way === 'code'
        ? textField({
            ...field,
            name: 'code',
            label: words.code,
            autocomplete: 'one-time-code',
            inputmode: 'numeric',
            isCode: true,
          })
        : textField({ ...field, name: 'recovery_code', label: words.recoveryCode, autocomplete: 'off', isCode: true })
    }
${
  props.canTrust &&
  checkboxRow({
    id: 'trust',
    name: 'trust',
    value: 'yes',
    title: words.trust,
    description: words.trustText,
    checked: props.trust,
  })
}
<div class="actions">${button({ label: words.continue })}</div>`,
  })
}

/** Says what is wrong with the code. */
function describe(
  {
    way,
    fault,
    passkeyFault,
    retryAfterSeconds,
  }: Pick<SecondFactorPage, 'way' | 'fault' | 'passkeyFault' | 'retryAfterSeconds'>,
  { secondStep, login, passkeys, time }: Words,
): { readonly title: string; readonly text: string } | undefined {
  if (retryAfterSeconds !== undefined) {
    return { title: login.waitTitle, text: login.waitText(formatDuration(retryAfterSeconds, time)) }
  }
  if (passkeyFault === 'expired') return { title: passkeys.expired, text: passkeys.expiredText }
  if (passkeyFault === 'refused') return { title: passkeys.refused, text: passkeys.refusedText }
  if (fault === undefined) return undefined
  if (fault === 'used') return { title: secondStep.used, text: secondStep.usedText }
  return { title: secondStep.wrong, text: way === 'code' ? secondStep.wrongText : secondStep.wrongRecoveryText }
}

/** What the set-up of an authenticator app shows. */
export type SetUp = {
  /** The QR code, as the SVG that we drew. */
  readonly picture: Html
  /** The key in base32, in groups of four. */
  readonly key: string
  /** The key, encrypted, as the form returns it. */
  readonly sealedKey: string
  readonly isWrong?: boolean | undefined
}

/** Builds the fields that set up an app: the form has the fields `secret` and `code`. */
export const setUpFields = ({ picture, key, isWrong }: SetUp, { setUp, secondStep }: Words): Html => html`
<div class="set-up"><div class="set-up-picture" role="img" aria-label="${setUp.picture}">${picture}</div>
<div class="set-up-words"><p class="set-up-title">${setUp.scan}</p><p class="quiet-text">${setUp.scanText}</p></div></div>
<details><summary>${setUp.manual}</summary><p><code class="set-up-key">${theirs(key)}</code></p></details>
${isWrong === true && notice({ tone: 'alert', id: errorId, title: secondStep.wrong, text: secondStep.wrongText })}
${textField({
  name: 'code',
  label: setUp.confirm,
  autocomplete: 'one-time-code',
  inputmode: 'numeric',
  isCode: true,
  autofocus: isWrong,
  errorId: isWrong === true ? errorId : undefined,
})}`
