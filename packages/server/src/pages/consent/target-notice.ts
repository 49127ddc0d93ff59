import { type Html, html } from '../../ui/html.ts'
import { revealed } from '../../ui/visible.ts'

/** Where the answer goes; `anyApp` where any app on the user's computer could take it (RFC 8252 §8.6). */
export type Target = { readonly host: string; readonly anyApp?: boolean | undefined }

/** Says where the answer will be sent. */
export const targetNotice = ({ host, anyApp }: Target): Html =>
  html`<p class="target${anyApp === true && ' warning'}">You’ll be sent to <bdi class="target-host">${revealed(host)}</bdi>${anyApp === true && ', an app on this computer. Allow only if you have just started it yourself.'}</p>`
