import { OAuthError, type Parameters, parameter, parseParameters } from '@valetkey/protocol'
import { PageError } from '../oauth/authorization/errors.ts'
import type { OAuthRequest } from '../oauth/request.ts'
import { csrfFieldName } from '../ui/fields.ts'
import type { Words } from '../ui/words/en.ts'
import type { Browser, FormTokenCheck } from './browser.ts'
import type { TitledProblem } from './error/show-problem.ts'
import { withoutCookie } from './expired-page.ts'

const repeatable: ReadonlySet<string> = new Set(['scope'])

/** A submitted form, and the check of its token: unless that is `right`, nothing may be changed. */
export interface Posted {
  readonly form: Parameters
  readonly token: FormTokenCheck
}

/**
 * Reads a form that was submitted from one of the server's pages, whichever token it has.
 * @throws PageError 403 for a form of another site, 400 or 415 for a malformed one
 */
export async function readPosted(request: OAuthRequest, browser: Browser, origin: string): Promise<Posted> {
  const site = request.headers.get('sec-fetch-site')
  const from = request.headers.get('origin')
  if (
    (site !== null && site !== 'same-origin' && site !== 'none') ||
    (from !== null && from !== 'null' && from !== origin)
  ) {
    const text = ({ problem }: Words) => problem.fromOtherSite
    throw refuse({ status: 403, code: 'access_denied', description: 'the form came from another site', browser, text })
  }
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers.get('content-type') ?? '')) {
    const description = 'the Content-Type of the form must be application/x-www-form-urlencoded'
    throw refuse({ status: 415, code: 'invalid_request', description, browser, text: malformed })
  }
  const form = parse(await request.text(), browser)
  return { form, token: browser.checkFormToken(parameter(form, csrfFieldName)) }
}

/** Makes the page for a form whose token is not right. A browser without cookies can only begin again. */
export function outdatedForm(browser: Browser, base: string): PageError {
  if (browser.isNew) return refuse({ status: 403, code: 'access_denied', browser, ...withoutCookie(base) })
  const description = 'the form was opened before a login or logout, or its token is wrong'
  const text = ({ problem }: Words) => problem.outdated
  return refuse({ status: 403, code: 'access_denied', description, browser, text })
}

const malformed = ({ problem }: Words) => problem.malformedForm

/** Makes the error page for a submitted form, with a title that does not blame the app. */
function refuse(problem: Omit<TitledProblem, 'clause' | 'title'>): PageError {
  const shown: TitledProblem = { ...problem, clause: undefined, title: (words) => words.problem.form }
  return new PageError(shown)
}

function parse(text: string, browser: Browser): Parameters {
  try {
    return parseParameters(text, repeatable)
  } catch (cause) {
    if (!(cause instanceof OAuthError)) throw cause
    throw refuse({ status: 400, code: cause.code, description: cause.description, browser, text: malformed })
  }
}
