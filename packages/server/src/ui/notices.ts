import { type Html, html, type Renderable } from './html.ts'

/** A prominent message. */
export type Notice = {
  readonly tone: 'info' | 'success' | 'warning' | 'alert'
  readonly title?: Renderable
  readonly text: Renderable
  readonly id?: string | undefined
  /** Takes the focus when the page opens, so that users notice an error before they type. */
  readonly autofocus?: boolean | undefined
  /** Below the text, such as a form. */
  readonly below?: Renderable
}

/** Builds a box that screen readers announce when the page opens: with the role `alert` or `status`. */
export const notice = ({ tone, title, text, id, autofocus, below }: Notice): Html =>
  html`<div class="notice ${tone}" role="${tone === 'alert' ? 'alert' : 'status'}"${id !== undefined && html` id="${id}"`}${autofocus === true && html` tabindex="-1" autofocus`}>${title !== undefined && html`<p class="notice-title">${title}</p>`}<p>${text}</p>${below}</div>`

/** Builds a remark within the content of a page. */
export const remark = (text: Renderable, tone: 'info' | 'warning' = 'info'): Html =>
  html`<p class="remark ${tone}">${text}</p>`

/** Builds a small label, such as `unverified`. */
export const badge = (text: Renderable, tone: 'info' | 'warning' = 'info'): Html =>
  html`<span class="badge ${tone}">${text}</span>`
