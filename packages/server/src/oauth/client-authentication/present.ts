import type { Parameters } from '@valetkey/protocol'
import { type OAuthRequest, toAbsoluteUrl } from '../request.ts'
import { readBasicCredentials } from './basic-credentials.ts'
import type { Attempt, Presented } from './method.ts'

/** Reads what a request presents to authenticate its client. */
export function present(request: OAuthRequest, form: Parameters, issuer: string): Presented {
  const authorization = request.headers.get('authorization')
  return {
    method: request.method,
    get url() {
      return toAbsoluteUrl(request, issuer)
    },
    certificate: request.certificate,
    authorization,
    basic: readBasicCredentials(authorization),
    form,
  }
}

/** Adds what proves a client. Member by member, since a spread would compute `url`, which most methods never read. */
export function toAttempt(presented: Presented, means: Pick<Attempt, 'address' | 'isSecretOf'>): Attempt {
  return {
    method: presented.method,
    get url() {
      return presented.url
    },
    certificate: presented.certificate,
    authorization: presented.authorization,
    basic: presented.basic,
    form: presented.form,
    address: means.address,
    isSecretOf: means.isSecretOf,
  }
}
