import type { Parameters } from '@valetkey/protocol'
import { type ClientCertificate, type OAuthRequest, toAbsoluteUrl } from '../request.ts'
import { type BasicReadings, readBasicCredentials } from './basic-credentials.ts'
import type { Assertions, Attempt, Presented } from './method.ts'

/** What proves a client, besides the request. */
export interface Means extends Pick<Attempt, 'address' | 'isSecretOf'> {
  assertions(): Assertions
}

/** Reads what a request presents to authenticate its client. */
export function present(request: OAuthRequest, form: Parameters, issuer: string): Presented {
  return new PresentedRequest(request, form, issuer)
}

/** Adds what proves a client. */
export function toAttempt(presented: Presented, means: Means): Attempt {
  return new AttemptWith(presented, means)
}

/** A class, since an object literal with an accessor costs each request a shape in V8's old space. */
class PresentedRequest implements Presented {
  readonly method: string
  readonly certificate: ClientCertificate | undefined
  readonly authorization: string | null
  readonly basic: BasicReadings | undefined
  readonly form: Parameters
  readonly #request: OAuthRequest
  readonly #issuer: string

  constructor(request: OAuthRequest, form: Parameters, issuer: string) {
    this.method = request.method
    this.certificate = request.certificate
    this.authorization = request.headers.get('authorization')
    this.basic = readBasicCredentials(this.authorization)
    this.form = form
    this.#request = request
    this.#issuer = issuer
  }

  get url(): string {
    return toAbsoluteUrl(this.#request, this.#issuer)
  }
}

class AttemptWith implements Attempt {
  readonly method: string
  readonly certificate: ClientCertificate | undefined
  readonly authorization: string | null
  readonly basic: BasicReadings | undefined
  readonly form: Parameters
  readonly address: string | undefined
  readonly isSecretOf: Means['isSecretOf']
  readonly #presented: Presented
  readonly #means: Means
  #assertions: Assertions | undefined

  constructor(presented: Presented, means: Means) {
    this.method = presented.method
    this.certificate = presented.certificate
    this.authorization = presented.authorization
    this.basic = presented.basic
    this.form = presented.form
    this.address = means.address
    this.isSecretOf = means.isSecretOf
    this.#means = means
    this.#presented = presented
  }

  get url(): string {
    return this.#presented.url
  }

  get assertions(): Assertions {
    this.#assertions ??= this.#means.assertions()
    return this.#assertions
  }
}
