import { type Parameters, parameter } from '@valetkey/protocol'
import type { LiveSession } from '../../accounts/ports.ts'
import type { OwnedAuthorization } from '../../oauth/ports.ts'
import { type OAuthRequest, type Reply, seeOther } from '../../oauth/request.ts'
import { type Browser, readBrowser, sessionCookie } from '../browser.ts'
import { outdatedForm, readPosted } from '../read-post.ts'
import { toOutcome } from '../sealed-outcome.ts'
import type { KeysOutcome } from './notice.ts'
import { type KeysOptions, listKeys } from './owned-keys.ts'

export const gone: KeysOutcome = { done: 'nothing', why: 'gone' }

export interface Acting {
  readonly browser: Browser
  readonly form: Parameters
  readonly session: LiveSession
  readonly keys: readonly OwnedAuthorization[]
  readonly now: number
}

/** Carries out a form and redirects to the page, so that a reload does not repeat it. */
export async function act(
  request: OAuthRequest,
  options: KeysOptions,
  work: (acting: Acting) => Promise<KeysOutcome>,
): Promise<Reply> {
  const browser = await readBrowser(request, options)
  const { form, token } = await readPosted(request, browser, options.origin)
  const { session } = browser
  if (token === 'wrong') throw outdatedForm(browser, options.base)
  if (session === undefined) return seeOther(`${options.base}/login`)
  if (token === 'outdated') throw outdatedForm(browser, options.base)
  const now = options.clock()
  const keys = await listKeys(session.accountId, now, options)
  const outcome = await work({ browser, form, session, keys, now })
  const isOnKeyPage = parameter(form, 'from') === 'page' && concernsOneKey(outcome)
  const at: `/${string}` = isOnKeyPage ? `/keys/${encodeURIComponent(parameter(form, 'key') ?? '')}` : '/keys'
  if ((await options.sessionStore.find(session.hash)) !== undefined) return toOutcome(at, outcome, browser, options)
  return seeOther(`${options.base}/login`, {
    'set-cookie': [...options.web.writeBrowserState('', 0), options.web.writeCookie(sessionCookie, '', 0)],
  })
}

/** Whether the key still exists, so that the outcome can be shown on its page. */
function concernsOneKey(outcome: KeysOutcome): boolean {
  return ['changed', 'unchanged'].includes(outcome.done) || (outcome.done === 'nothing' && outcome.why === 'empty')
}
