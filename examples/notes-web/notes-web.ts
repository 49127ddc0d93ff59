import type { Server } from 'node:http'
import { ClientError } from '@valetkey/client'
import type { Browser } from '../shared/browsers.ts'
import { type AppOptions, createApp, type Reply, type Visit } from '../shared/create-app.ts'
import { html } from '../shared/html.ts'
import { actionForm, type Brand, layout, problemPage } from '../shared/layout.ts'
import { readUser, signOut, startRequest } from '../shared/sign-in.ts'

const brand: Brand = {
  name: 'Pinboard',
  logo: html`<svg class="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><rect class="logo-card" x="5" y="6" width="22" height="22" rx="2"/><path class="logo-line" d="M10 16h12M10 21h8"/><circle class="logo-wheel" cx="16" cy="7" r="4"/></svg>`,
  footer: 'Pinboard is an example of an app that only asks who you are.',
}
const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="5" y="6" width="22" height="22" rx="2" fill="#fffdf7" stroke="#2b2320" stroke-width="2"/><circle cx="16" cy="7" r="4" fill="#b4321f"/></svg>'

/** What this app keeps of a browser: whether it asked the server, without bothering the user, who is signed in. */
interface PinboardState {
  asked: boolean
  words: string | undefined
}

type PinboardVisit = Visit<PinboardState>

const mostNotes = 20
const mostUsers = 1_000
const scope = ['openid', 'profile', 'email']
const home: Reply = { location: '/' }

/** Starts the notes web app; the server returned is listening, or says `error`. */
export function createNotesWeb(options: AppOptions): Server {
  /** By `sub`; all of it is lost when the app ends. */
  const notes = new Map<string, readonly string[]>()
  const routes: Readonly<Record<string, (visit: PinboardVisit) => Promise<Reply>>> = {
    'GET /': async (visit) => showBoard(visit, notes.get(visit.browser.user?.sub ?? '') ?? []),
    'GET /callback': takeAnswer,
    'POST /sign-in': (visit) => signIn(visit),
    'POST /sign-out': leave,
    'POST /notes': async ({ browser: { user }, form }) => {
      const note = form.get('note')?.trim().slice(0, 200)
      if (user && note && (notes.has(user.sub) || notes.size < mostUsers)) {
        notes.set(user.sub, [note, ...(notes.get(user.sub) ?? [])].slice(0, mostNotes))
      }
      return home
    },
  }
  const newState = (): PinboardState => ({ asked: false, words: undefined })
  return createApp({ brand, icon, cookieName: 'pinboard', newState, routes }, options)
}

/** A browser that is logged in at the authorization server, and whose user has consented before, opens already signed in. */
async function showBoard(visit: PinboardVisit, notes: readonly string[]): Promise<Reply> {
  const { browser, issuer } = visit
  if (!browser.user && !browser.state.asked) return signIn(visit, 'none')
  return { page: browser.user ? boardPage(browser, notes) : landingPage(browser, issuer) }
}

async function signIn({ browser, client }: PinboardVisit, prompt?: 'none'): Promise<Reply> {
  browser.state = { asked: true, words: undefined }
  try {
    return { location: await startRequest(browser, client, { scope, ...(prompt && { prompt }) }) }
  } catch (thrown) {
    return explain(browser, thrown)
  }
}

async function takeAnswer({ browser, client, url }: PinboardVisit): Promise<Reply> {
  const transaction = browser.pending.get(url.searchParams.get('state') ?? '')
  if (!transaction) {
    const text = 'This browser did not ask for it, or asked too long ago. Nothing was accepted.'
    return { page: problemPage(brand, 'This answer was not expected', text), status: 400 }
  }
  browser.pending.delete(transaction.state)
  try {
    const session = client.session(await client.callback(url, transaction))
    browser.user = await readUser(session)
    browser.session = session
    return { ...home, renew: true }
  } catch (thrown) {
    return explain(browser, thrown)
  }
}

/** What prompt=none brings back if the user must be asked something is no failure (OIDC Core §3.1.2.6). */
function explain(browser: Browser<PinboardState>, thrown: unknown): Reply {
  if (!(thrown instanceof ClientError)) throw thrown
  const isQuestion = /^(login|consent|interaction|account_selection)_required$/.test(thrown.error ?? '')
  const denied = thrown.error === 'access_denied' ? 'You did not sign in.' : 'Signing in did not work: try again.'
  browser.state = { asked: true, words: isQuestion ? undefined : denied }
  return home
}

/** Signs out here and at the authorization server; other apps learn of it from there. */
async function leave({ browser, client, home: back }: PinboardVisit): Promise<Reply> {
  const url = await signOut(browser, client, back)
  browser.state = { asked: true, words: 'You are signed out.' }
  return { location: url ?? back, renew: true }
}

function landingPage(browser: Browser<PinboardState>, issuer: string): string {
  const { words } = browser.state
  return layout(
    brand,
    'Your notes',
    html`<div class="narrow">${words && html`<p id="notice" class="notice" role="status">${words}</p>`}
<h1>Notes that follow you.</h1>
<p class="lead">Pinboard asks ${new URL(issuer).host} who you are. If you are logged in there already, you need no password.</p>
${actionForm('/sign-in', browser, html`<button class="primary large" id="sign-in">Sign in</button>`)}</div>`,
  )
}

function boardPage(browser: Browser<PinboardState>, notes: readonly string[]): string {
  return layout(
    brand,
    'Your notes',
    html`<div class="narrow"><h1>Your notes</h1>
${notes.length === 0 ? html`<p class="empty">No notes yet.</p>` : html`<ul class="cards">${notes.map((note) => html`<li class="contact note">${note}</li>`)}</ul>`}
${actionForm('/notes', browser, html`<label for="note">New note</label><input id="note" name="note" required maxlength="200" autocomplete="off"><button class="primary" id="add">Pin it</button>`)}</div>`,
    browser,
  )
}
