import { type Html, html } from '../shared/html.ts'
import { actionForm, type Brand, layout } from '../shared/layout.ts'
import type { Contact } from './contacts.ts'
import { inWords, type Notice, rights } from './notice.ts'
import { type CardwheelBrowser, heldRights } from './state.ts'

export const brand: Brand = {
  name: 'Cardwheel',
  /** The wheel of cards. */
  logo: html`<svg class="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><path class="logo-card" d="M6 4h20a2 2 0 0 1 2 2v11H4V6a2 2 0 0 1 2-2z"/><path class="logo-line" d="M8 9h10M8 13h6"/><circle class="logo-wheel" cx="16" cy="21" r="8"/><circle class="logo-hub" cx="16" cy="21" r="2.5"/></svg>`,
  footer: 'Cardwheel is an example of an app that holds a valet key, never a password.',
}

/** The icon of the browser's tab. */
export const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="4" y="4" width="24" height="14" rx="2" fill="#fffdf7" stroke="#2b2320" stroke-width="2"/><circle cx="16" cy="21" r="8" fill="#b4321f"/><circle cx="16" cy="21" r="2.5" fill="#fffdf7"/></svg>'

/** The start page of a user who has not connected, or whose access was denied or revoked. */
export function landingPage(browser: CardwheelBrowser, issuer: string, notice: Notice | undefined): string {
  if (notice) {
    return layout(brand, notice.title, html`<div class="narrow">${noticeBox(notice, browser)}</div>`, browser)
  }
  const host = new URL(issuer).host
  return layout(
    brand,
    'Your contacts at your fingertips',
    html`<section class="hero">
<div>
<h1>Everyone you know, one turn of the wheel away.</h1>
<p class="lead">Cardwheel shows the contacts you already keep, as cards you can flip through. You hand it a valet key: it opens only what you say, and you can take it back.</p>
${actionForm('/connect', browser, html`<button class="primary large" id="connect">Connect your contacts</button>`)}
<p class="small">You will be sent to <strong>${host}</strong> to log in and choose.</p>
</div>
<div class="stack" aria-hidden="true">
<div class="sheet third"></div><div class="sheet second"></div>
<div class="sheet first"><span class="tab">G</span><b>Grace Hopper</b><i></i><i></i><i></i></div>
</div>
</section>
<ul class="promises">
<li><h2>No password</h2><p>You log in where your contacts live. Cardwheel never sees your password.</p></li>
<li><h2>Only what you tick</h2><p>It asks to ${inWords(Object.keys(rights))}. Untick any of them.</p></li>
<li><h2>Yours to take back</h2><p>Disconnect here, or take the key back there. Either works at once.</p></li>
</ul>`,
    browser,
  )
}

/** Shows the cards; where they could not be read, `contacts` is undefined and a notice says why. */
export function contactsPage(
  browser: CardwheelBrowser,
  contacts: readonly Contact[] | undefined,
  issuer: string,
  notice: Notice | undefined,
): string {
  return layout(
    brand,
    'Your contacts',
    html`${notice && noticeBox(notice, browser)}
<div class="columns">
<section aria-labelledby="cards">
<h1 id="cards">Your contacts${contacts && html` <span class="count">${contacts.length}</span>`}</h1>
${cards(browser, contacts)}
</section>
<div class="side">${addForm(browser)}${keySection(browser, issuer)}</div>
</div>`,
    browser,
  )
}

function cards(browser: CardwheelBrowser, contacts: readonly Contact[] | undefined): Html {
  if (contacts === undefined) {
    return html`<p class="empty">Your cards are not here right now. <a href="/">Look again</a></p>`
  }
  if (contacts.length === 0) return html`<p class="empty">No cards yet. Add the first one.</p>`
  return html`<ul class="cards">${contacts.map(
    ({ id, name, email }) => html`<li class="contact"><span class="tab" aria-hidden="true">${initial(name)}</span>
<div class="who"><h2>${name}</h2>${email !== '' && mailLink(email)}</div>
${actionForm('/contacts/delete', browser, html`<button class="quiet" name="delete" value="${id}" aria-label="Delete ${name}">Delete</button>`)}</li>
`,
  )}</ul>`
}

function addForm(browser: CardwheelBrowser): Html {
  const { name = '', email = '', wrong } = browser.state.draft ?? {}
  const mark = (field: string) => field === wrong && html` aria-invalid="true" aria-describedby="notice" autofocus`
  return html`<section class="panel" aria-labelledby="new"><h2 id="new">New card</h2>
${actionForm(
  '/contacts',
  browser,
  html`<label for="name">Name</label><input id="name" name="name" value="${name}" required maxlength="100" autocomplete="off"${mark('name')}>
<label for="email">Email</label><input id="email" name="email" type="email" value="${email}" required maxlength="254" autocomplete="off"${mark('email')}>
<button class="primary" id="add">Add card</button>`,
)}</section>`
}

function keySection(browser: CardwheelBrowser, issuer: string): Html {
  const tokens = browser.session?.tokenSet()
  const held = heldRights(browser)
  const names = [...new Set([...Object.keys(rights), ...held])]
  return html`<section class="panel key" aria-labelledby="key"><h2 id="key">Your key</h2>
<ul class="rights">${names.map((name) =>
    held.includes(name)
      ? html`<li class="may"><span class="mark" aria-hidden="true">✓</span>May ${inWords([name])}</li>`
      : html`<li><span class="mark" aria-hidden="true">–</span>May not ${inWords([name])}</li>`,
  )}</ul>
<p class="small">${tokens?.expiresAt === undefined ? 'The access token does not say when it ends.' : until(tokens.expiresAt)}${
    tokens?.refreshToken && ' The app then fetches a fresh one, for as long as you let it.'
  }</p>
<p class="small"><a href="${issuer}/keys">See this key among all you gave</a></p>
${actionForm('/disconnect', browser, html`<button id="disconnect">Disconnect</button>`)}</section>`
}

function until(expiresAt: number): Html {
  const end = new Date(expiresAt * 1000).toISOString()
  const minutes = Math.round((expiresAt - Date.now() / 1000) / 60)
  const left = minutes < 1 ? 'less than a minute' : `${minutes} minute${minutes === 1 ? '' : 's'}`
  return html`The access token runs for ${left} more, until <time datetime="${end}">${end.slice(11, 16)} UTC</time>.`
}

/** Offers what helps: the one right that is missing, or asking again. */
function noticeBox(notice: Notice, browser: CardwheelBrowser): Html {
  const { kind, title, text, missing = [] } = notice
  const askAgain = !browser.session && (kind === 'key_revoked' || kind === 'access_denied')
  const again = kind === 'access_denied' ? 'Try again' : 'Ask for a new key'
  return html`<div id="notice" class="notice" data-kind="${kind}" role="status">
${browser.session ? html`<h2>${title}</h2>` : html`<h1>${title}</h1>`}<p>${text}</p>
<div class="actions">${
    missing.length > 0 &&
    actionForm('/step-up', browser, html`<button class="primary" id="step-up">Ask for that one right</button>`)
  }${
    askAgain && actionForm('/connect', browser, html`<button class="primary" id="reconnect">${again}</button>`)
  }${!browser.session && !askAgain && html`${actionForm('/connect', browser, html`<button class="primary" id="connect">Connect your contacts</button>`)}`}</div>
</div>`
}

/** Links an address so that a narrow screen breaks it after the @. */
function mailLink(email: string): Html {
  return html`<a href="mailto:${email}">${email.split(/(?<=@)/).map((part) => html`${part}<wbr>`)}</a>`
}

function initial(name: string): string {
  const [first = '?'] = name.trim()
  return first.toUpperCase()
}
