import { OAuthError, type Parameters, parameter, parseParameters } from '@valetkey/protocol'
import { PageError } from '../oauth/authorization/errors.ts'
import type { OAuthRequest } from '../oauth/request.ts'
import { csrfFieldName } from '../ui/fields.ts'
import type { TitledProblem } from './error/show-problem.ts'
import type { Visit } from './visit.ts'

const repeatable: ReadonlySet<string> = new Set(['scope'])

/**
 * Reads a form of ours, from the very browser that it was shown to: not from another site, and with its token.
 * @throws PageError 403 for a form from elsewhere or an outdated page, 400 for a malformed one
 */
export async function readPost(request: OAuthRequest, visit: Visit, origin: string): Promise<Parameters> {
  const site = request.headers.get('sec-fetch-site')
  const from = request.headers.get('origin')
  if (
    (site !== null && site !== 'same-origin' && site !== 'none') ||
    (from !== null && from !== 'null' && from !== origin)
  ) {
    const description = 'the form came from another site'
    throw new PageError({ status: 403, code: 'access_denied', description, clause: undefined, ...ofForm(visit) })
  }
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers.get('content-type') ?? '')) {
    const description = 'the form is not form-encoded'
    throw new PageError({ status: 415, code: 'invalid_request', description, clause: undefined, ...ofForm(visit) })
  }
  const form = parse(await request.text(), visit)
  if (!visit.isFormToken(parameter(form, csrfFieldName))) {
    const description = 'this page is out of date: go back, reload it and try again'
    const advice = visit.isNewBrowser ? refusesCookies : undefined
    throw new PageError({
      status: 403,
      code: 'access_denied',
      description,
      clause: undefined,
      ...ofForm(visit, advice),
    })
  }
  return form
}

const refusesCookies = 'If this comes again, your browser may refuse cookies: allow them for this site.'

/** No app is to blame for a form of ours. */
function ofForm(visit: Visit, advice?: string): Pick<TitledProblem, 'title' | 'visit' | 'advice'> {
  return { title: 'This form cannot be used', visit, advice }
}

function parse(text: string, visit: Visit): Parameters {
  try {
    return parseParameters(text, repeatable)
  } catch (cause) {
    if (!(cause instanceof OAuthError)) throw cause
    const { code, description } = cause
    throw new PageError({ status: 400, code, description, clause: undefined, ...ofForm(visit) })
  }
}
