import { button } from '../../ui/buttons.ts'
import { form } from '../../ui/form.ts'
import { html, theirs } from '../../ui/html.ts'
import { questionCard, questionCardDecision, questionCardSection } from '../../ui/key-card.ts'
import { page } from '../../ui/layout.ts'
import { phrase } from '../../ui/phrase.ts'
import { guardButtons, joinScripts, submitOnce } from '../../ui/scripts.ts'
import { visible } from '../../ui/visible.ts'
import { clientLinks, clientMark } from '../client-view.ts'
import { accountChip } from './account-chip.ts'
import type { ConsentPage } from './page.ts'
import { apiRights } from './rights.ts'
import { targetNotice } from './target-notice.ts'

/** What the confirmation page shows: a consent page with nothing to choose. */
export type ConfirmPage = Omit<ConsentPage, 'durations' | 'duration'>

/**
 * Asks the user to confirm a repeated request of an app that was allowed before and does not authenticate. It has the
 * buttons `decision=allow` and `decision=deny`, and a hidden field `confirm` that distinguishes the form from that of the consent page.
 */
export const confirmPage = (props: ConfirmPage): string => {
  const { chrome, client, account, action, csrfToken, interaction, apis, redirect } = props
  const { words } = chrome
  const { confirm, consent } = words
  return page({
    ...chrome,
    title: confirm.title(visible(client.name)),
    script: joinScripts(submitOnce, guardButtons),
    body: questionCard(
      html`<div class="asks centred">
${accountChip(props)}
<div class="asker">${clientMark(client)}<h1>${phrase((mark) => confirm.question(mark(theirs(client.name))))}</h1></div>
<p class="lead">${confirm.text}</p>
${clientLinks(client, words)}
</div>`,
      form({
        action,
        csrfToken,
        hidden: { interaction, confirm: 'yes' },
        content: html`${questionCardSection(html`${apis.map((api, index) => apiRights(api, index, words.rights))}`)}${questionCardDecision(html`<div class="actions">
${button({ label: phrase((mark) => confirm.continueAs(mark(theirs(account.name)))), name: 'decision', value: 'allow', isGuarded: true })}
${button({ label: consent.deny, name: 'decision', value: 'deny', weight: 'secondary' })}
</div>
${targetNotice(redirect, consent)}`)}`,
      }),
    ),
  })
}
