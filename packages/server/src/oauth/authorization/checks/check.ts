import type { Parameters } from '@valetkey/protocol'
import type { Api } from '../../api.ts'
import type { Client } from '../../client.ts'
import type { Features } from '../../features.ts'
import type { JsonObject } from '../../grant-context.ts'
import type { Instant, Keys } from '../../ports.ts'
import type { Rights } from '../../rights.ts'
import type { ResponseMode } from '../response-modes/response-mode.ts'
import type { ResponseType } from '../response-types/response-type.ts'
import type { Prompt } from './prompt.ts'

/** Where a request for authorization comes in; later also pushed requests, devices and CIBA. */
export type Entrance = 'authorize' | 'par' | 'device' | 'ciba'

/** What the checks of a request find. */
export interface Checked {
  readonly responseType: ResponseType
  readonly responseMode: ResponseMode
  readonly rights: Rights
  readonly codeChallenge: string | undefined
  readonly prompt: ReadonlySet<Prompt>
  /** Milliseconds since login that the client accepts (OIDC Core §3.1.2.1). */
  readonly maxAge: Instant | undefined
  /** The `sub` in the ID token of `id_token_hint`: the response is about this user and no other. */
  readonly hintedSubject: string | undefined
  /** The values of `sub` that the parameter `claims` accepts; undefined for any. */
  readonly claimedSubjects: readonly unknown[] | undefined
  /** The values of `acr` that are acceptable; undefined for any. */
  readonly demandedAcr: readonly unknown[] | undefined
  /** The values of `acr` that the client prefers, in its order. */
  readonly wishedAcr: readonly unknown[]
  /** What the user probably logs in with. */
  readonly loginHint: string | undefined
  /** The languages of the pages, the preferred one first. */
  readonly uiLocales: readonly string[]
  /** The value that the client compares with the one in its ID token (OIDC Core §3.1.2.1). */
  readonly nonce: string | undefined
  /** The claims that are asked for one by one, as the context of the grant keeps them; undefined for none. */
  readonly claims: JsonObject | undefined
}

export interface CheckInput {
  readonly parameters: Parameters
  readonly client: Client
  readonly features: Pick<
    Features,
    'responseTypes' | 'responseModes' | 'identityScopes' | 'scopeClaims' | 'promptValues'
  >
  readonly apis: readonly Api[]
  readonly issuer: string
  readonly keys: Pick<Keys, 'verify' | 'decrypt'>
  /** The findings of the checks before this one. */
  readonly found: Partial<Checked>
}

/** One check of an authorization request. Adding one is a file and a line in `index.ts`. */
export interface Check {
  readonly name: string
  readonly at: readonly Entrance[]
  /** The parameters that it reads, and that are therefore kept while the user decides. */
  readonly reads: readonly string[]
  /** Returns what it found, if anything; changes nothing. @throws OAuthError */
  run(input: CheckInput): Partial<Checked> | undefined | Promise<Partial<Checked>>
}
