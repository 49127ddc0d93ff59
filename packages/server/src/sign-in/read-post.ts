import { OAuthError, type Parameters, parameter, parseParameters } from '@valetkey/protocol'
import { PageError } from '../oauth/authorization/errors.ts'
import type { OAuthRequest } from '../oauth/request.ts'
import { csrfFieldName } from '../ui/fields.ts'
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
    throw new PageError({
      status: 403,
      code: 'access_denied',
      description: 'the form came from another site',
      clause: undefined,
    })
  }
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers.get('content-type') ?? '')) {
    throw new PageError({
      status: 415,
      code: 'invalid_request',
      description: 'the form is not form-encoded',
      clause: undefined,
    })
  }
  const form = parse(await request.text())
  if (!visit.isFormToken(parameter(form, csrfFieldName))) {
    const description = 'this page is out of date: go back, reload it and try again'
    throw new PageError({ status: 403, code: 'access_denied', description, clause: undefined })
  }
  return form
}

function parse(text: string): Parameters {
  try {
    return parseParameters(text, repeatable)
  } catch (cause) {
    if (!(cause instanceof OAuthError)) throw cause
    throw new PageError({ status: 400, code: cause.code, description: cause.description, clause: undefined })
  }
}
