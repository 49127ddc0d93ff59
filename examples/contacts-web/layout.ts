import { type Html, html } from './html.ts'

/** Draws the wheel of cards. */
const logo = html`<svg class="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><path class="logo-card" d="M6 4h20a2 2 0 0 1 2 2v11H4V6a2 2 0 0 1 2-2z"/><path class="logo-line" d="M8 9h10M8 13h6"/><circle class="logo-wheel" cx="16" cy="21" r="8"/><circle class="logo-hub" cx="16" cy="21" r="2.5"/></svg>`

/** Wraps a page's content into the whole document. */
export function layout(title: string, main: Html): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Cardwheel</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/style.css">
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header><a class="brand" href="/">${logo}<span>Cardwheel</span></a></header>
<main id="main">${main}</main>
<footer>Cardwheel is an example of an app that holds a valet key, never a password.</footer>
</body>
</html>
`
  return page.markup
}

/** Draws the icon of the browser's tab. */
export const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="4" y="4" width="24" height="14" rx="2" fill="#fffdf7" stroke="#2b2320" stroke-width="2"/><circle cx="16" cy="21" r="8" fill="#b4321f"/><circle cx="16" cy="21" r="2.5" fill="#fffdf7"/></svg>'
