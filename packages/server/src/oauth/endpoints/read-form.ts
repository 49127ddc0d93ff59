import { OAuthError, type Parameters, parseParameters } from '@valetkey/protocol'
import { type OAuthRequest, toTarget } from '../request.ts'

const formType = /^application\/x-www-form-urlencoded\s*(?:;|$)/i

/** Parameters that would be a leak in a URL: logs, history and referrers keep those (RFC 6749 §3.2, RFC 9700 §4.3). */
const secretParameters = /(?:^|&)(?:grant_type|code|refresh_token|client_secret|token|password)=/

/**
 * Reads the form in a request's body, the only place where these endpoints take parameters (RFC 6749 §3.2, Appendix B).
 * @throws OAuthError `invalid_request` for another content type, or for parameters in the query
 */
export async function readForm(request: OAuthRequest): Promise<Parameters> {
  if (!formType.test(request.headers.get('content-type') ?? '')) {
    throw new OAuthError('invalid_request', 'the Content-Type must be application/x-www-form-urlencoded', {
      clause: 'RFC 6749 §3.2',
    })
  }
  const { query } = toTarget(request.url)
  if (query !== '' && secretParameters.test(query)) {
    throw new OAuthError('invalid_request', 'parameters were sent in the URL: send them in the body', {
      clause: 'RFC 6749 §3.2',
    })
  }
  return parseParameters(await request.text())
}
