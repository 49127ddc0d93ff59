import type { Browser } from './browsers.ts'
import { type Html, html, type Part } from './html.ts'

/** What the pages of one app have in common. */
export interface Brand {
  readonly name: string
  readonly logo: Html
  readonly footer: string
}

/** Wraps a page's content into the whole document, with the signed-in user and a button to sign out. */
export function layout(brand: Brand, title: string, main: Html, browser?: Browser<unknown>): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ${brand.name}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/style.css">
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header><a class="brand" href="/">${brand.logo}<span>${brand.name}</span></a>${browser && signedIn(browser)}</header>
<main id="main">${main}</main>
<footer>${brand.footer}</footer>
</body>
</html>
`
  return page.markup
}

/** Makes a form that only this browser can send. */
export function actionForm(action: string, browser: Browser<unknown>, inside: Part): Html {
  return html`<form method="post" action="${action}"><input type="hidden" name="csrf" value="${browser.csrf}">${inside}</form>`
}

/** Shows a page about one thing that went wrong. */
export function problemPage(brand: Brand, title: string, text: string): string {
  return layout(
    brand,
    title,
    html`<div class="narrow"><div id="notice" class="notice" data-kind="error" role="status"><h1>${title}</h1><p>${text}</p>
<div class="actions"><a class="button" href="/">Back to ${brand.name}</a></div></div></div>`,
  )
}

function signedIn(browser: Browser<unknown>): Html | false {
  const { user } = browser
  if (!user) return false
  return html`<div class="account"><span>Signed in as <b id="user">${user.name}</b>${user.email && html` <span id="user-email">${user.email}</span>`}</span>${actionForm('/sign-out', browser, html`<button class="quiet" id="sign-out">Sign out</button>`)}</div>`
}
