import { OAuthError, type Parameters, parameter, parseParameters } from '@valetkey/protocol'
import { PageError } from '../oauth/authorization/errors.ts'
import type { OAuthRequest } from '../oauth/request.ts'
import { csrfFieldName } from '../ui/fields.ts'
import type { Browser, FormTokenCheck } from './browser.ts'
import type { TitledProblem } from './error/show-problem.ts'
import { lostCookie, withoutCookie } from './expired-page.ts'

const repeatable: ReadonlySet<string> = new Set(['scope'])

/** A form of ours that came back, and what its token says: nothing may be done for a token that is not `right`. */
export interface Posted {
  readonly form: Parameters
  readonly token: FormTokenCheck
}

/**
 * Reads a form of ours that came from a page of ours, whichever token it has.
 * @throws PageError 403 for a form of another site, 400 or 415 for a malformed one
 */
export async function readPosted(request: OAuthRequest, browser: Browser, origin: string): Promise<Posted> {
  const site = request.headers.get('sec-fetch-site')
  const from = request.headers.get('origin')
  if (
    (site !== null && site !== 'same-origin' && site !== 'none') ||
    (from !== null && from !== 'null' && from !== origin)
  ) {
    throw refuse(403, 'access_denied', 'the form came from another site', browser)
  }
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers.get('content-type') ?? '')) {
    throw refuse(
      415,
      'invalid_request',
      'the Content-Type of the form must be application/x-www-form-urlencoded',
      browser,
    )
  }
  const form = parse(await request.text(), browser)
  return { form, token: browser.checkFormToken(parameter(form, csrfFieldName)) }
}

/** Makes the page for a form whose token is not right. A browser without cookies can only begin again. */
export function outdatedForm(browser: Browser, base: string): PageError {
  if (browser.isNew) return refuse(403, 'access_denied', lostCookie, browser, withoutCookie(base))
  return refuse(403, 'access_denied', 'this page is out of date: go back, reload it and try again', browser)
}

/** No app is to blame for a form of ours. */
function refuse(
  status: number,
  code: string,
  description: string,
  browser: Browser,
  more: Pick<TitledProblem, 'advice' | 'waysOn'> = {},
): PageError {
  const title = 'This form cannot be used'
  const problem: TitledProblem = { status, code, description, clause: undefined, title, browser, ...more }
  return new PageError(problem)
}

function parse(text: string, browser: Browser): Parameters {
  try {
    return parseParameters(text, repeatable)
  } catch (cause) {
    if (!(cause instanceof OAuthError)) throw cause
    throw refuse(400, cause.code, cause.description, browser)
  }
}
