import { PageError } from '../../oauth/authorization/errors.ts'
import type { OwnedAuthorization } from '../../oauth/ports.ts'
import { type OAuthRequest, type Reply, seeOther } from '../../oauth/request.ts'
import { type Browser, readBrowser } from '../browser.ts'
import { readOutcome } from '../sealed-outcome.ts'
import { keyPage, unusedPage } from './key-page.ts'
import { pick, readListQuery } from './list-query.ts'
import { clientName, type KeysOptions, listKeys, toView } from './owned-keys.ts'
import { type KeysOutcome, keysPage } from './page.ts'
import { openUndo, secondsToUndo } from './undo.ts'
import { cutoff, sealCutoff, unusedSince } from './unused.ts'

/** Keys that the page of unused ones names. */
const mostUnusedShown = 500

/** Shows the list of keys, a page of it at a time, and the browsers that are logged in. */
export async function showKeys(request: OAuthRequest, options: KeysOptions): Promise<Reply> {
  const { base, clock, render } = options
  const browser = await readBrowser(request, options)
  const { session } = browser
  if (session === undefined) return seeOther(`${base}/login`)
  const now = clock()
  const language = options.languageOf(request, { browser })
  const outcome = readOutcome<KeysOutcome>('/keys', request, browser, options)
  const all = await nameAll(await listKeys(session.accountId, now, options), options)
  const asked = readListQuery(request)
  const { shown, found, page, pages } = pick(all, asked)
  const keys = await Promise.all(shown.map(({ key }) => toView(key, { now, language }, options)))
  const unused = unusedSince(
    all.map(({ key }) => key),
    cutoff(now),
  ).length
  return render(request, { browser, kind: 'account' }, (chrome) =>
    keysPage({
      chrome,
      ...formsOf(browser, now, options),
      keys,
      counts: { all: all.length, found, pages, unused },
      query: { ...asked, page },
      undoAction: `${base}/keys/undo`,
      sessionsHref: `${base}/account/sessions`,
      outcome,
      undoSeconds: undoSeconds(outcome, browser, now, options),
    }),
  )
}

/** Shows one key; of another user's, or one that was revoked, nothing is said but that there is no such page. */
export async function showKey(request: OAuthRequest, id: string, options: KeysOptions): Promise<Reply> {
  const { base, clock, render } = options
  const browser = await readBrowser(request, options)
  if (browser.session === undefined) return seeOther(`${base}/login?to=/keys/${encodeURIComponent(id)}`)
  const now = clock()
  const language = options.languageOf(request, { browser })
  const key = (await listKeys(browser.session.accountId, now, options)).find((one) => one.id === id)
  if (key === undefined) {
    const description = 'no page exists at this address'
    throw new PageError({ status: 404, code: 'not_found', description, clause: undefined })
  }
  const view = await toView(key, { now, language }, options)
  const outcome = readOutcome<KeysOutcome>(`/keys/${id}`, request, browser, options)
  return render(request, { browser, kind: 'account' }, (chrome) =>
    keyPage({ chrome, ...formsOf(browser, now, options), key: view, outcome }),
  )
}

/** Shows which keys were not used for long, before they are revoked. */
export async function showUnused(request: OAuthRequest, options: KeysOptions): Promise<Reply> {
  const { base, clock, render } = options
  const browser = await readBrowser(request, options)
  if (browser.session === undefined) return seeOther(`${base}/login?to=/keys/unused`)
  const now = clock()
  const language = options.languageOf(request, { browser })
  const before = cutoff(now)
  const unused = unusedSince(await listKeys(browser.session.accountId, now, options), before)
  const keys = await Promise.all(unused.slice(0, mostUnusedShown).map((key) => toView(key, { now, language }, options)))
  return render(request, { browser, kind: 'account' }, (chrome) =>
    unusedPage({
      chrome,
      ...formsOf(browser, now, options),
      keys,
      all: unused.length,
      action: `${base}/keys/take-back-unused`,
      before: sealCutoff(before, browser, options),
    }),
  )
}

function formsOf(browser: Browser, now: number, { base }: KeysOptions) {
  return {
    csrfToken: browser.formToken,
    now: new Date(now),
    keysPath: `${base}/keys`,
    changeAction: `${base}/keys/change`,
    takeBackAction: `${base}/keys/take-back`,
  }
}

/** Names the client of each key; each client is read once. */
async function nameAll(keys: readonly OwnedAuthorization[], options: KeysOptions) {
  const ids = [...new Set(keys.map(({ clientId }) => clientId))]
  const names = new Map(await Promise.all(ids.map(async (id) => [id, await clientName(id, options)] as const)))
  return keys.map((key) => ({ key, name: names.get(key.clientId) ?? key.clientId }))
}

function undoSeconds(outcome: KeysOutcome | undefined, browser: Browser, now: number, options: KeysOptions): number {
  const sealed = outcome !== undefined && 'undo' in outcome ? outcome.undo : undefined
  const undo = openUndo(sealed, browser, { ...options, now })
  return undo === undefined ? 0 : secondsToUndo(undo, now)
}
