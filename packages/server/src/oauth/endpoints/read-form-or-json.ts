import { isParameterText, OAuthError, type Parameters, refuseRepeated } from '@valetkey/protocol'
import type { OAuthRequest } from '../request.ts'
import { readForm } from './read-form.ts'

const jsonType = /^application\/json\s*(?:;|$)/i

/**
 * Reads the parameters of a request as `readForm` does, or from a JSON object of strings and lists of strings, as some
 * libraries of Auth0 send.
 * @throws OAuthError `invalid_request`
 */
export async function readFormOrJson(request: OAuthRequest): Promise<Parameters> {
  if (!jsonType.test(request.headers.get('content-type') ?? '')) return readForm(request)
  const parameters = new Map<string, readonly string[]>()
  for (const [name, value] of Object.entries(toObject(await request.text()))) {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value]
    if (!values.every((one) => typeof one === 'string') || !values.every(isParameterText))
      throw new OAuthError(
        'invalid_request',
        'each member of the JSON body must be a string or an array of strings, without null bytes and unpaired surrogates',
      )
    parameters.set(name, values)
  }
  refuseRepeated(parameters)
  return parameters
}

function toObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // Reported like a body that is not an object.
  }
  throw new OAuthError('invalid_request', 'the body must be a JSON object or a form')
}
