import type { Session } from '@valetkey/client'
import type { Reply, Visit } from '../shared/create-app.ts'
import { problemPage } from '../shared/layout.ts'
import { readUser, signOut, startRequest } from '../shared/sign-in.ts'
import type { createContacts } from './contacts.ts'
import { inWords, toNotice } from './notice.ts'
import { brand, contactsPage, landingPage } from './pages.ts'
import { type CardwheelBrowser, type CardwheelState, heldRights, heldScope, newState } from './state.ts'

/** What a route may use. */
interface CardwheelVisit extends Visit<CardwheelState> {
  readonly contacts: ReturnType<typeof createContacts>
  /** The scopes of the first request. */
  readonly scope: readonly string[]
}

const home = { location: '/' }

/** All paths of the app. */
export const routes: Readonly<Record<string, (visit: CardwheelVisit) => Promise<Reply>>> = {
  'GET /': showHome,
  'GET /callback': takeAnswer,
  'POST /connect': act((visit) => ask(visit, visit.scope)),
  'POST /step-up': (visit) => ask(visit, [...heldScope(visit.browser), ...(visit.browser.state.notice?.missing ?? [])]),
  'POST /contacts': act(addContact),
  'POST /contacts/delete': act(deleteContact),
  'POST /disconnect': act(disconnect),
  'POST /sign-out': leave,
}

/** Wraps an action of the user: the earlier notice is over. */
function act(route: (visit: CardwheelVisit) => Promise<Reply>): (visit: CardwheelVisit) => Promise<Reply> {
  return (visit) => {
    visit.browser.state.notice = undefined
    return route(visit)
  }
}

async function showHome({ browser, contacts, issuer }: CardwheelVisit): Promise<Reply> {
  const { notice } = browser.state
  // Shown once; a notice with a button stays until the next action.
  if (notice?.kind === 'done' || notice?.kind === 'error') browser.state.notice = undefined
  if (!browser.session) return { page: landingPage(browser, issuer, notice) }
  try {
    const page = contactsPage(browser, await contacts.list(browser.session), issuer, notice)
    // Shown once as well; input that waits for a scope stays until it is granted.
    if (browser.state.draft?.wrong) browser.state.draft = undefined
    return { page }
  } catch (thrown) {
    const trouble = toNotice(thrown, heldRights(browser))
    if (trouble.kind === 'error') return { page: contactsPage(browser, undefined, issuer, trouble), status: 502 }
    note(browser, thrown)
    if (!browser.session) return { page: landingPage(browser, issuer, trouble) }
    return { page: contactsPage(browser, undefined, issuer, trouble) }
  }
}

async function ask({ browser, client }: CardwheelVisit, scope: readonly string[]): Promise<Reply> {
  try {
    return { location: await startRequest(browser, client, { scope }) }
  } catch (thrown) {
    note(browser, thrown)
    return home
  }
}

async function takeAnswer({ browser, client, url }: CardwheelVisit): Promise<Reply> {
  const transaction = browser.pending.get(url.searchParams.get('state') ?? '')
  if (!transaction) {
    const text = 'This browser did not ask for it, or asked too long ago. Nothing was accepted.'
    return { page: problemPage(brand, 'This answer was not expected', text), status: 400 }
  }
  browser.pending.delete(transaction.state)
  const old = browser.session
  const before = old && heldRights(browser)
  try {
    const session = client.session(await client.callback(url, transaction))
    const user = await readUser(session)
    // What an earlier user typed is not for another.
    if (user?.sub !== browser.user?.sub && browser.user !== undefined) browser.state = newState()
    browser.user = user
    browser.session = session
    browser.state.refused = []
  } catch (thrown) {
    note(browser, thrown)
    return home
  }
  const tokens = browser.session.tokenSet()
  // Revokes the old tokens, so that the user sees one key. If that fails, two do no harm.
  if (old && tokens.refreshToken !== undefined) await client.revoke(old.tokenSet()).catch(() => undefined)
  const gained = heldRights(browser).filter((name) => before && !before.includes(name))
  browser.state.notice =
    gained.length === 0
      ? undefined
      : { kind: 'done', title: `Your key now lets this app ${inWords(gained)}`, text: 'You can go on where you were.' }
  return { ...home, renew: true }
}

async function addContact({ browser, contacts, form }: CardwheelVisit): Promise<Reply> {
  const contact = { name: form.get('name')?.trim() ?? '', email: form.get('email')?.trim() ?? '' }
  browser.state.draft = contact
  const fault = faultOf(contact)
  if (fault) {
    browser.state.draft = { ...contact, wrong: fault.field }
    browser.state.notice = { kind: 'error', title: fault.title, text: 'Nothing was added yet.' }
    return home
  }
  return withKey(browser, async (key) => {
    await contacts.add(key, contact)
    browser.state.draft = undefined
    browser.state.notice = { kind: 'done', title: `${contact.name} is on a card now`, text: 'Added to your contacts.' }
  })
}

/** Reports the errors of a form. */
function faultOf({
  name,
  email,
}: {
  readonly name: string
  readonly email: string
}): { readonly field: 'name' | 'email'; readonly title: string } | undefined {
  if (name === '') return { field: 'name', title: 'A card needs a name' }
  if (email === '') return { field: 'email', title: 'A card needs an email address' }
  return email.includes('@') ? undefined : { field: 'email', title: `“${email}” is not an email address` }
}

function deleteContact({ browser, contacts, form }: CardwheelVisit): Promise<Reply> {
  return withKey(browser, async (key) => {
    await contacts.remove(key, form.get('delete') ?? '')
    browser.state.notice = { kind: 'done', title: 'The card is gone', text: 'Deleted from your contacts.' }
  })
}

/** Revokes the tokens before discarding them, so that none stays valid unseen. */
function disconnect({ browser, client }: CardwheelVisit): Promise<Reply> {
  return withKey(browser, async (key) => {
    await client.revoke(key.tokenSet())
    browser.session = undefined
    browser.user = undefined
  })
}

/** Signs out here and at the authorization server; other apps learn of it from there. */
async function leave({ browser, client, home: back }: CardwheelVisit): Promise<Reply> {
  const url = await signOut(browser, client, back)
  const where = url === undefined ? 'this app' : 'this app and the authorization server'
  browser.state = {
    ...newState(),
    notice: { kind: 'done', title: 'You are signed out', text: `You signed out of ${where}. Your key still exists.` },
  }
  return { location: url ?? home.location, renew: true }
}

async function withKey(browser: CardwheelBrowser, act: (key: Session) => Promise<void>): Promise<Reply> {
  if (!browser.session) return home
  try {
    await act(browser.session)
  } catch (thrown) {
    note(browser, thrown)
  }
  return home
}

/** Stores an error until the next action, and updates the tokens accordingly: revoked ones are discarded. */
function note(browser: CardwheelBrowser, thrown: unknown): void {
  browser.state.notice = toNotice(thrown, heldRights(browser))
  browser.state.refused = [...new Set([...browser.state.refused, ...(browser.state.notice.missing ?? [])])]
  if (browser.state.notice.kind === 'key_revoked') {
    browser.session = undefined
    browser.user = undefined
  }
}
