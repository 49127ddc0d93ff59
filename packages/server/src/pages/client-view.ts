import type { Client } from '../oauth/client.ts'
import { type Html, html, theirs } from '../ui/html.ts'
import { safeLink } from '../ui/link.ts'
import { monogram } from '../ui/monogram.ts'
import type { Words } from '../ui/words/en.ts'
import { type LogoOptions, logoPath } from './client-logo/route.ts'

/** A client as the pages show it. */
export type ClientView = {
  readonly name: string
  /** Whether it registered itself, so that nobody verified who runs it. */
  readonly unverified?: boolean | undefined
  readonly logoSrc?: string | undefined
  readonly policyUri?: string | undefined
  readonly termsUri?: string | undefined
}

/** Takes what the pages show of a client. */
export function toClientView(client: Client, { base, images }: LogoOptions & { readonly base: string }): ClientView {
  const { name, metadata, isDynamic } = client
  const logo = logoPath(client, { images })
  return {
    name,
    unverified: isDynamic,
    logoSrc: logo && base + logo,
    policyUri: metadata.policy_uri,
    termsUri: metadata.tos_uri,
  }
}

/** Shows the picture of a client: its logo, or the first letter of its name. */
export const clientMark = ({ name, logoSrc }: ClientView): Html =>
  logoSrc === undefined ? monogram(name) : html`<img class="client-logo" src="${safeLink(logoSrc)}" alt="">`

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
