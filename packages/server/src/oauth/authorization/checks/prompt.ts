import { OAuthError, parameter } from '@valetkey/protocol'
import type { Check } from './check.ts'

/** `prompt` and `max_age` say when the user has to log in or to be asked again (OIDC Core §3.1.2.1). */
export const prompt: Check = {
  name: 'prompt',
  at: ['authorize', 'par'],
  reads: ['prompt', 'max_age'],
  run({ parameters }) {
    const text = parameter(parameters, 'prompt')
    const values = new Set(text?.split(' ').filter((value) => value !== '') ?? [])
    if (values.has('none') && values.size > 1) {
      throw new OAuthError('invalid_request', 'prompt=none cannot be combined with another value', {
        clause: 'OIDC Core §3.1.2.1',
      })
    }
    return { prompt: values, maxAge: readMaxAge(parameter(parameters, 'max_age')) }
  },
}

function readMaxAge(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^[0-9]{1,9}$/.test(text))
    throw new OAuthError('invalid_request', 'max_age must be a number of seconds, 0 or more')
  return Number(text) * 1000
}
