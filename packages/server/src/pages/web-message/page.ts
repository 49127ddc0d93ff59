import { html } from '../../ui/html.ts'
import { questionCard } from '../../ui/key-card.ts'
import { type Chrome, page } from '../../ui/layout.ts'
import { postMessage } from '../../ui/scripts.ts'

/** What is sent to an app in another window, and where that must be. */
export type WebMessagePage = {
  readonly chrome: Chrome
  /** The origin of the registered redirect URI: a window at any other gets nothing. */
  readonly origin: string
  readonly fields: readonly (readonly [name: string, value: string])[]
}

/** Sends the response to the window that frames or opened this one (draft-sakimura-oauth-wmrm §4.1, simple mode). */
export const webMessagePage = ({ chrome, origin, fields }: WebMessagePage): string => {
  const { toApp } = chrome.words
  const message = { type: 'authorization_response', response: Object.fromEntries(fields) }
  return page({
    ...chrome,
    account: undefined,
    title: toApp.title,
    script: postMessage,
    body: questionCard(html`<div id="result" role="status" class="centred stack" data-origin="${origin}" data-message="${JSON.stringify(message)}"><h1>${toApp.title}</h1>
<p class="lead">${toApp.sent}</p></div>`),
  })
}
