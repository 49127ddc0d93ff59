import { button } from '../../ui/buttons.ts'
import { radioGroup } from '../../ui/choices.ts'
import { form } from '../../ui/form.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import { keyMark } from '../../ui/icon.ts'
import { type Chrome, page } from '../../ui/layout.ts'
import { monogram } from '../../ui/monogram.ts'
import { badge, remark } from '../../ui/notices.ts'
import { submitOnce } from '../../ui/scripts.ts'
import { tag, tagMiddle, tagStub } from '../../ui/tag.ts'
import { revealed, visible } from '../../ui/visible.ts'
import { apiRights, type ConsentApi } from './rights.ts'

export type { ConsentApi, ConsentRight } from './rights.ts'

/** How long a key may last; known values have words of their own. */
export type ConsentDuration = { readonly value: string; readonly label?: string | undefined }

/** What the consent page shows. */
export type ConsentPage = {
  readonly chrome: Chrome
  readonly action: string
  readonly csrfToken: string
  /** Sent back as the hidden field `interaction`. */
  readonly interaction?: string | undefined
  readonly client: { readonly name: string; readonly unverified?: boolean | undefined }
  readonly account: { readonly name: string }
  /** Where the answer goes; `loopback` when that is an app on the person's own computer (RFC 8252 §7.3). */
  readonly redirect: { readonly host: string; readonly loopback?: boolean | undefined }
  readonly apis: readonly ConsentApi[]
  readonly durations: readonly ConsentDuration[]
  /** The value among `durations` that is chosen at first. */
  readonly duration: string
  /** The address to which "log in as someone else" posts. */
  readonly switchAccountAction: string
}

const durationWords: Readonly<Record<string, string>> = {
  once: 'Just this once',
  hour: '1 hour',
  month: '30 days',
  always: 'Until I take it back',
}

/** Asks whether an app gets a key, with `scope` boxes, a `duration`, and the buttons `decision=allow` and `decision=deny`. */
export const consentPage = (props: ConsentPage): string => {
  const { chrome, client, action, csrfToken, interaction, apis } = props
  return page({
    ...chrome,
    title: `${visible(client.name)} ${asksFor(apis)}`,
    script: submitOnce,
    body: tag(
      asks(props),
      form({
        action,
        csrfToken,
        hidden: { interaction },
        className: untickedIsNo(apis) ? 'needs-tick' : undefined,
        content: html`${tagMiddle(choices(props))}${tagStub(decision(props))}`,
      }),
    ),
  })
}

const isAsked = (apis: readonly ConsentApi[]): boolean => apis.some(({ rights }) => rights.length > 0)

const isHeld = (apis: readonly ConsentApi[]): boolean => apis.some(({ held = [] }) => held.length > 0)

const asksFor = (apis: readonly ConsentApi[]): string =>
  isHeld(apis) && isAsked(apis) ? 'asks for more' : 'asks for a key'

/** With nothing ticked there is no key to give, unless rights are held already or none were asked for. */
const untickedIsNo = (apis: readonly ConsentApi[]): boolean => isAsked(apis) && !isHeld(apis)

const asks = ({ apis, client, account, csrfToken, interaction, switchAccountAction }: ConsentPage): Html =>
  html`<div class="asks centred">
<div class="handover">${monogram(client.name)}<span class="handover-line"></span>${keyMark}<span class="handover-line"></span>${monogram(account.name, 'person')}</div>
<h1>${theirs(client.name)} ${asksFor(apis)}</h1>
<p class="lead">${isAsked(apis) ? 'It gets only what you leave ticked, and never your password.' : 'It never gets your password.'}</p>
${client.unverified === true && remark(html`${badge('unverified', 'warning')} Nobody has checked who runs this app. Allow only if you started this yourself.`, 'warning')}
<div class="account-line"><span>You are logged in as <strong>${theirs(account.name)}</strong>.</span>
${form({
  action: switchAccountAction,
  csrfToken,
  hidden: { interaction },
  content: button({ label: 'Not you?', weight: 'quiet', about: 'Log in as someone else' }),
})}</div>
</div>`

const choices = ({ apis, durations, duration }: ConsentPage): Html => html`${apis.map(apiRights)}
${apis.length === 0 && remark('It asks for no rights. The key would only say that you allowed it.')}
${radioGroup({
  name: 'duration',
  legend: 'How long the key lasts',
  selected: duration,
  choices: durations.map(({ value, label }) => ({ value, label: label ?? durationWords[value] ?? value })),
})}`

const decision = ({
  client,
  redirect,
  apis,
}: ConsentPage): Html => html`<div class="target${redirect.loopback === true && ' warning'}">
<p class="quiet-text">The answer will be sent to <bdi class="target-host">${revealed(redirect.host)}</bdi></p>
${redirect.loopback === true && html`<p class="quiet-text">This is an app on this computer. Allow only if you have just started it yourself.</p>`}
</div>
${untickedIsNo(apis) && html`<div role="status"><p class="remark warning none-ticked">Nothing is ticked, so “Allow” would answer no.</p></div>`}
<div class="actions">
${button({ label: 'Allow', name: 'decision', value: 'allow' })}
${button({ label: 'Deny', name: 'decision', value: 'deny', weight: 'secondary' })}
</div>
<p class="quiet-text">If you deny${untickedIsNo(apis) && ', or untick everything'}, ${theirs(client.name)} gets no new key and is told that you said no. If you allow, you can change your mind later under “My keys”.</p>`
