import { button } from '../../ui/buttons.ts'
import { segments } from '../../ui/choices.ts'
import { form } from '../../ui/form.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import { tag, tagMiddle, tagStub } from '../../ui/key-card.ts'
import { type Chrome, page } from '../../ui/layout.ts'
import { monogram } from '../../ui/monogram.ts'
import { badge, remark } from '../../ui/notices.ts'
import { guardButtons, joinScripts, submitOnce } from '../../ui/scripts.ts'
import { visible } from '../../ui/visible.ts'
import { accountChip } from './account-chip.ts'
import { apiRights, type ConsentApi } from './rights.ts'
import { type Target, targetNotice } from './target-notice.ts'

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
  readonly redirect: Target
  readonly apis: readonly ConsentApi[]
  readonly durations: readonly ConsentDuration[]
  /** The value among `durations` that is chosen at first. */
  readonly duration: string
  /** The address to which "log in as someone else" posts. */
  readonly switchAccountAction: string
}

const durationWords: Readonly<Record<string, string>> = {
  once: 'Once',
  hour: '1 hour',
  month: '30 days',
  always: 'No end',
}

/** Asks whether an app gets a key, with `scope` boxes, a `duration`, and the buttons `decision=allow` and `decision=deny`. */
export const consentPage = (props: ConsentPage): string => {
  const { chrome, client, action, csrfToken, interaction, apis } = props
  return page({
    ...chrome,
    title: `${visible(client.name)} ${asksFor(apis)}`,
    script: joinScripts(submitOnce, guardButtons),
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

const asks = (props: ConsentPage): Html => {
  const { apis, client } = props
  return html`<div class="asks centred">
${accountChip(props)}
<div class="asker">${monogram(client.name)}<h1>${theirs(client.name)} ${asksFor(apis)}</h1></div>
<p class="lead">${isAsked(apis) ? 'It gets only what you leave ticked.' : 'It never gets your password.'}</p>
${client.unverified === true && remark(html`${badge('unverified', 'warning')} Nobody has checked who runs this app. Allow only if you started this yourself.`, 'warning')}
</div>`
}

const choices = ({ apis, durations, duration }: ConsentPage): Html => html`${apis.map(apiRights)}
${apis.length === 0 && remark('It asks for no rights. The key would only say that you allowed it.')}
${segments({
  name: 'duration',
  legend: 'How long the key lasts',
  selected: duration,
  choices: durations.map(({ value, label }) => ({ value, label: label ?? durationWords[value] ?? value })),
})}`

const decision = ({ redirect, apis }: ConsentPage): Html => html`${
  untickedIsNo(apis) &&
  html`<div role="status"><p class="remark warning none-ticked">Nothing is ticked, so “Allow” would answer no.</p></div>`
}
<div class="actions">
${button({ label: 'Allow', name: 'decision', value: 'allow', isGuarded: true })}
${button({ label: 'Deny', name: 'decision', value: 'deny', weight: 'secondary' })}
</div>
${targetNotice(redirect)}`
