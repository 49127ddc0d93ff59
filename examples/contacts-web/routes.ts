import type { Client } from '@valetkey/client'
import { addPending, type Browser, heldRights } from './browsers.ts'
import type { createContacts } from './contacts.ts'
import { inWords, toNotice } from './notice.ts'
import { contactsPage, landingPage, problemPage } from './pages.ts'

/** What a route may use. */
export interface Visit {
  readonly browser: Browser
  readonly url: URL
  readonly form: URLSearchParams
  readonly client: Client
  readonly contacts: ReturnType<typeof createContacts>
  readonly issuer: string
  /** The scopes of the first request. */
  readonly scope: readonly string[]
}

/** Handles a request: returns a page or a redirect. */
export type Reply =
  | { readonly page: string; readonly status?: number }
  | { readonly location: string; readonly renew?: boolean }

const home: Reply = { location: '/' }

/** All paths of the app. */
export const routes: Readonly<Record<string, (visit: Visit) => Promise<Reply>>> = {
  'GET /': showHome,
  'GET /callback': takeAnswer,
  'POST /connect': (visit) => ask(visit, visit.scope),
  'POST /step-up': (visit) => ask(visit, [...heldRights(visit.browser), ...(visit.browser.notice?.missing ?? [])]),
  'POST /contacts': addContact,
  'POST /contacts/delete': deleteContact,
  'POST /disconnect': disconnect,
}

async function showHome({ browser, contacts, issuer }: Visit): Promise<Reply> {
  const { notice } = browser
  // Shown once; a notice with a button stays until the next action.
  if (notice?.kind === 'done' || notice?.kind === 'error') browser.notice = undefined
  if (!browser.key) return { page: landingPage(browser, issuer, notice) }
  try {
    const page = contactsPage(browser, await contacts.list(browser.key), issuer, notice)
    // Shown once as well; input that waits for a scope stays until it is granted.
    if (browser.draft?.wrong) browser.draft = undefined
    return { page }
  } catch (thrown) {
    const trouble = toNotice(thrown, heldRights(browser))
    if (trouble.kind === 'error') return { page: contactsPage(browser, undefined, issuer, trouble), status: 502 }
    note(browser, thrown)
    if (!browser.key) return { page: landingPage(browser, issuer, trouble) }
    return { page: contactsPage(browser, undefined, issuer, trouble) }
  }
}

async function ask({ browser, client }: Visit, scope: readonly string[]): Promise<Reply> {
  try {
    const { url, transaction } = await client.authorizationUrl({ scope })
    addPending(browser, transaction)
    return { location: url }
  } catch (thrown) {
    note(browser, thrown)
    return home
  }
}

async function takeAnswer({ browser, client, url }: Visit): Promise<Reply> {
  const transaction = browser.pending.get(url.searchParams.get('state') ?? '')
  if (!transaction) {
    const text = 'This browser did not ask for it, or asked too long ago. Nothing was accepted.'
    return { page: problemPage('This answer was not expected', text), status: 400 }
  }
  browser.pending.delete(transaction.state)
  const old = browser.key
  const before = old && heldRights(browser)
  try {
    browser.key = client.session(await client.callback(url, transaction))
    browser.refused = []
  } catch (thrown) {
    note(browser, thrown)
    return home
  }
  const tokens = browser.key.tokenSet()
  // Revokes the old tokens, so that the user sees one key. If that fails, two do no harm.
  if (old && tokens.refreshToken !== undefined) await client.revoke(old.tokenSet()).catch(() => undefined)
  const gained = tokens.scope.filter((name) => before && !before.includes(name))
  browser.notice =
    gained.length === 0
      ? undefined
      : { kind: 'done', title: `Your key now lets this app ${inWords(gained)}`, text: 'You can go on where you were.' }
  return { ...home, renew: true }
}

async function addContact({ browser, contacts, form }: Visit): Promise<Reply> {
  const contact = { name: form.get('name')?.trim() ?? '', email: form.get('email')?.trim() ?? '' }
  browser.draft = contact
  const fault = faultOf(contact)
  if (fault) {
    browser.draft = { ...contact, wrong: fault.field }
    browser.notice = { kind: 'error', title: fault.title, text: 'Nothing was added yet.' }
    return home
  }
  return withKey(browser, async (key) => {
    await contacts.add(key, contact)
    browser.draft = undefined
    browser.notice = { kind: 'done', title: `${contact.name} is on a card now`, text: 'Added to your contacts.' }
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

function deleteContact({ browser, contacts, form }: Visit): Promise<Reply> {
  return withKey(browser, async (key) => {
    await contacts.remove(key, form.get('delete') ?? '')
    browser.notice = { kind: 'done', title: 'The card is gone', text: 'Deleted from your contacts.' }
  })
}

/** Revokes the tokens before discarding them, so that none stays valid unseen. */
function disconnect({ browser, client }: Visit): Promise<Reply> {
  return withKey(browser, async (key) => {
    await client.revoke(key.tokenSet())
    browser.key = undefined
  })
}

async function withKey(browser: Browser, act: (key: NonNullable<Browser['key']>) => Promise<void>): Promise<Reply> {
  if (!browser.key) return home
  try {
    await act(browser.key)
  } catch (thrown) {
    note(browser, thrown)
  }
  return home
}

/** Stores an error until the next action, and updates the tokens accordingly: revoked ones are discarded. */
function note(browser: Browser, thrown: unknown): void {
  browser.notice = toNotice(thrown, heldRights(browser))
  browser.refused = [...new Set([...browser.refused, ...(browser.notice.missing ?? [])])]
  if (browser.notice.kind === 'key_revoked') browser.key = undefined
}
