import { button } from './buttons.ts'
import { isRightToLeft } from './direction.ts'
import { form } from './form.ts'
import { type Html, html, raw, render, theirs } from './html.ts'
import { keyMark } from './icon.ts'
import { safeLink, safeTarget } from './link.ts'
import { visible } from './visible.ts'
import type { Words } from './words/en.ts'

/** What surrounds every page: its language, where its style sheet is, who is logged in, and the nonce for our own scripts. */
export type Chrome = {
  readonly styleHref: string
  readonly iconHref?: string | undefined
  readonly iconType?: string | undefined
  /** The nonce of the Content-Security-Policy; without one no script is written. */
  readonly nonce?: string | undefined
  readonly brand?: string | undefined
  readonly logo?: Logo | undefined
  /** Where users get help, and what they agree to. */
  readonly links?: BrandLinks | undefined
  /** The language tag of the words (RFC 5646). */
  readonly lang: string
  readonly words: Words
  readonly homeHref?: string | undefined
  readonly keysHref?: string | undefined
  readonly accountHref?: string | undefined
  /** The sections of “My account”. */
  readonly accountNav?:
    | readonly { readonly name: keyof Words['myAccount']['sections']; readonly href: string }[]
    | undefined
  readonly account?:
    | {
        readonly name: string
        /** Leads to the accounts that are logged in in this browser. */
        readonly switchHref?: string | undefined
        readonly logoutAction: string
        readonly csrfToken: string
      }
    | undefined
}

/** The picture in the head. One that is wider than twice its height has the name in it. */
export type Logo = { readonly src: string; readonly width: number; readonly height: number }

export type BrandLinks = {
  readonly support?: string | undefined
  readonly privacy?: string | undefined
  readonly terms?: string | undefined
}

/** A page: its chrome and its own content. */
export type Page = Chrome & {
  readonly title: string
  readonly body: Html
  /** `narrow` for one question or message, `medium` for facts, `wide` for a list. */
  readonly width?: 'narrow' | 'medium' | 'wide' | undefined
  /** Our own script, never anything from outside. */
  readonly script?: string | undefined
  /** Words for the script. */
  readonly scriptWords?: Readonly<Record<string, string>> | undefined
  /** Redirects if the script does not run; in some browsers both would. */
  readonly refresh?: { readonly seconds: number; readonly href: string } | undefined
}

/** The name of a server without a configured one. */
export const defaultBrand = 'Valetkey'

/** Renders an HTML document. */
export const page = (props: Page): string => {
  const {
    title,
    body,
    brand = defaultBrand,
    lang,
    words,
    width = 'narrow',
    styleHref,
    iconHref,
    iconType = 'image/svg+xml',
    refresh,
    scriptWords,
  } = props
  return render(html`<!doctype html>
<html lang="${lang}"${isRightToLeft(lang) && html` dir="rtl"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
${refresh !== undefined && refreshElement(refresh, props)}
<title>${visible(title)} · ${visible(brand)}</title>
<link rel="stylesheet" href="${safeLink(styleHref)}">
${iconHref !== undefined && html`<link rel="icon" type="${iconType}" href="${safeLink(iconHref)}">`}
</head>
<body>
<a class="skip" href="#main">${words.layout.skip}</a>
${header(props, brand)}
<main id="main" class="${width}" tabindex="-1"${scriptWords !== undefined && html` data-words="${JSON.stringify(scriptWords)}"`}>
${body}
</main>
<footer class="foot"><p>${words.layout.footer}</p>${footLinks(props)}</footer>
${ownScript(props)}
</body>
</html>
`)
}

const refreshElement = ({ seconds, href }: NonNullable<Page['refresh']>, props: Page): Html => {
  const element = html`<meta http-equiv="refresh" content="${seconds};url=${safeTarget(href)}">`
  return ownScript(props) === false ? element : html`<noscript>${element}</noscript>`
}

const header = (
  { homeHref = '/', keysHref, accountHref, account, logo, words: { layout } }: Page,
  brand: string,
): Html => html`<header class="head">
<a class="brand" href="${safeLink(homeHref)}">${brandMark(brand, logo)}</a>
${account !== undefined && html`<div class="who">${accountName(account, layout)}<div class="head-links">${keysHref !== undefined && html`<a class="head-link" href="${safeLink(keysHref)}">${layout.myKeys}</a>`}${accountHref !== undefined && html`<a class="head-link" href="${safeLink(accountHref)}">${layout.myAccount}</a>`}${form({ action: account.logoutAction, csrfToken: account.csrfToken, content: button({ label: layout.logOut, weight: 'quiet' }) })}</div></div>`}
</header>`

const brandMark = (brand: string, logo: Logo | undefined): Html => {
  if (logo === undefined) return html`${keyMark}<span>${theirs(brand)}</span>`
  const hasName = logo.width > 2 * logo.height
  const picture = html`<img class="brand-logo" src="${safeLink(logo.src)}" width="${logo.width}" height="${logo.height}" alt="${hasName && visible(brand)}">`
  return hasName ? picture : html`${picture}<span>${theirs(brand)}</span>`
}

/** In a new tab, so that a request stays open. */
const footLinks = ({ links = {}, words: { layout } }: Page): Html | false => {
  const shown = [
    [links.support, layout.support],
    [links.privacy, layout.privacy],
    [links.terms, layout.terms],
  ] as const
  if (shown.every(([href]) => href === undefined)) return false
  return html`<ul>${shown.map(
    ([href, label]) =>
      href !== undefined &&
      html`<li><a href="${safeTarget(href)}" target="_blank" rel="noopener noreferrer">${label}</a></li>`,
  )}</ul>`
}

const accountName = ({ name, switchHref }: NonNullable<Chrome['account']>, { switchAccount }: Words['layout']): Html =>
  switchHref === undefined
    ? html`<span class="who-name">${theirs(name)}</span>`
    : html`<a class="head-link who-name" href="${safeLink(switchHref)}" title="${switchAccount}">${theirs(name)}<span class="unseen">: ${switchAccount}</span></a>`

// `raw` is for our own script constants, which must not be able to end their element.
const ownScript = ({ nonce, script }: Page): Html | false => {
  if (nonce === undefined || script === undefined) return false
  if (/<\/script|<!--/i.test(script)) throw new Error('a page script must not contain </script or <!--')
  return html`<script nonce="${nonce}">${raw(script)}</script>`
}

/** Builds the link to a document of the brand; it opens apart, so that nothing typed is lost. */
export const documentLink = ({ links = {}, words }: Chrome, name: 'terms' | 'privacy'): Html | undefined => {
  const href = links[name]
  if (href === undefined) return undefined
  return html`<a href="${safeLink(href)}" target="_blank" rel="noopener">${words.signUp[name]}</a>`
}
