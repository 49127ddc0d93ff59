import { button } from '../../ui/buttons.ts'
import { segments } from '../../ui/choices.ts'
import { form } from '../../ui/form.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import { questionCard, questionCardDecision, questionCardSection } from '../../ui/key-card.ts'
import { type Chrome, page } from '../../ui/layout.ts'
import { badge, remark } from '../../ui/notices.ts'
import { phrase } from '../../ui/phrase.ts'
import { guardButtons, joinScripts, submitOnce } from '../../ui/scripts.ts'
import { visible } from '../../ui/visible.ts'
import type { Words } from '../../ui/words/en.ts'
import { type ClientView, clientLinks, clientMark } from '../client-view.ts'
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
  readonly client: ClientView
  readonly account: { readonly name: string }
  readonly redirect: Target
  readonly apis: readonly ConsentApi[]
  readonly durations: readonly ConsentDuration[]
  /** The value among `durations` that is chosen at first. */
  readonly duration: string
  /** Leads to the choice of another account. */
  readonly switchAccountHref: string
}

/** Asks whether an app gets a key, with `scope` boxes, a `duration`, and the buttons `decision=allow` and `decision=deny`. */
export const consentPage = (props: ConsentPage): string => {
  const { chrome, client, action, csrfToken, interaction, apis } = props
  return page({
    ...chrome,
    title: asksFor(apis, chrome.words.consent)(visible(client.name)),
    script: joinScripts(submitOnce, guardButtons),
    body: questionCard(
      asks(props),
      form({
        action,
        csrfToken,
        hidden: { interaction },
        className: untickedIsNo(apis) ? 'needs-tick' : undefined,
        content: html`${questionCardSection(choices(props))}${questionCardDecision(decision(props))}`,
      }),
    ),
  })
}

const isAsked = (apis: readonly ConsentApi[]): boolean => apis.some(({ rights }) => rights.length > 0)

const isHeld = (apis: readonly ConsentApi[]): boolean => apis.some(({ held = [] }) => held.length > 0)

const asksFor = (apis: readonly ConsentApi[], { asksForMore, asksForKey }: Words['consent']) =>
  isHeld(apis) && isAsked(apis) ? asksForMore : asksForKey

/** With nothing ticked there is no key to give, unless rights are held already or none were asked for. */
const untickedIsNo = (apis: readonly ConsentApi[]): boolean => isAsked(apis) && !isHeld(apis)

const asks = (props: ConsentPage): Html => {
  const { apis, client, chrome } = props
  const { consent } = chrome.words
  return html`<div class="asks centred">
${accountChip(props)}
<div class="asker">${clientMark(client)}<h1>${phrase((mark) => asksFor(apis, consent)(mark(theirs(client.name))))}</h1></div>
<p class="lead">${isAsked(apis) ? consent.onlyTicked : consent.noPassword}</p>
${clientLinks(client, chrome.words)}
${client.unverified === true && remark(html`${badge(consent.unverified, 'warning')} ${consent.unverifiedText}`, 'warning')}
</div>`
}

const choices = ({ apis, durations, duration, chrome: { words } }: ConsentPage): Html => {
  const { consent, rights } = words
  const known: Readonly<Record<string, string>> = consent.durations
  return html`${apis.map((api, index) => apiRights(api, index, rights))}
${apis.length === 0 && remark(consent.noRights)}
${segments({
  name: 'duration',
  legend: consent.duration,
  selected: duration,
  choices: durations.map(({ value, label }) => ({ value, label: label ?? known[value] ?? value })),
})}`
}

const decision = ({
  redirect,
  apis,
  chrome: {
    words: { consent },
  },
}: ConsentPage): Html => html`${
  untickedIsNo(apis) &&
  html`<div role="status"><p class="remark warning none-ticked">${consent.nothingTicked}</p></div>`
}
<div class="actions">
${button({ label: consent.allow, name: 'decision', value: 'allow', isGuarded: true })}
${button({ label: consent.deny, name: 'decision', value: 'deny', weight: 'secondary' })}
</div>
${targetNotice(redirect, consent)}`
