import type { Client } from '../oauth/client.ts'
import { type Html, html, theirs } from '../ui/html.ts'
import { safeLink } from '../ui/link.ts'
import { monogram } from '../ui/monogram.ts'
import type { Words } from '../ui/words/en.ts'

/** A client as the pages show it. */
export type ClientView = {
  readonly name: string
  readonly policyUri?: string | undefined
  readonly termsUri?: string | undefined
}

/** Takes what the pages show of a client. */
export function toClientView({ name, metadata }: Client): ClientView {
  return { name, policyUri: metadata.policy_uri, termsUri: metadata.tos_uri }
}

/** Shows the picture of a client: the first letter of its name. */
export const clientMark = ({ name }: ClientView): Html => monogram(name)

/** Links to the client's privacy policy and terms of service (OIDC Registration §2), in a new tab, so that the request stays open. */
export const clientLinks = (
  { name, policyUri, termsUri }: ClientView,
  { client }: Pick<Words, 'client'>,
): Html | false => {
  const links = [
    [policyUri, client.policy],
    [termsUri, client.terms],
  ] as const
  if (links.every(([href]) => href === undefined)) return false
  return html`<ul class="client-links">${links.map(
    ([href, label]) =>
      href !== undefined &&
      html`<li><a href="${safeLink(href)}" target="_blank" rel="noopener noreferrer">${label}<span class="unseen"> (${theirs(name)})</span></a></li>`,
  )}</ul>`
}
