/** The lanes of the picture (RFC 6749 §1.1). The attacker has a lane only while one is played. */
export type Role = 'owner' | 'client' | 'server' | 'api' | 'attacker'

/** The steps of the protocol flow (RFC 6749 §1.2), and `other` for what belongs to none of them, such as revocation. */
export type Step =
  | 'authorization-request'
  | 'authorization-grant'
  | 'token-request'
  | 'access-token'
  | 'api-request'
  | 'resource'
  | 'other'

/** One name and value of a query, a form or a header, in the order sent. A name may be repeated. */
export type Field = readonly [name: string, value: string]

/** A request as it will be sent, open to the reader's edits until then. */
export interface Draft {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Without the query. */
  readonly url: string
  /** Sent in the query by GET and DELETE and on the front channel, otherwise as a form. */
  readonly parameters: readonly Field[]
  readonly headers: readonly Field[]
  /** A JSON body, for the API. */
  readonly json?: unknown
}

/** What came back. */
export type Answer =
  /** A response of the back channel. `body` is the text as received. */
  | { readonly kind: 'response'; readonly status: number; readonly headers: readonly Field[]; readonly body: string }
  /** The authorization response, as it arrived at the redirect URI. */
  | { readonly kind: 'callback'; readonly mode: string; readonly url: string; readonly parameters: readonly Field[] }
  /** No response, or one that the browser hides. */
  | {
      readonly kind: 'unreachable'
      readonly reason: 'network' | 'cors' | 'blocked' | 'closed' | 'timeout'
      readonly message: string
    }
  | RefusedByClient

/** The client refused to go on, as it must. */
export interface RefusedByClient {
  readonly kind: 'refused-by-client'
  readonly code: string
  readonly message: string
  /** What it refused. */
  readonly received?: Answer
}

/** Why an exchange failed, for the reader. */
export interface Explanation {
  readonly received: string
  readonly expected: string
  /** Such as `RFC 6749 §5.2`. */
  readonly clause: string
  readonly fix: string
}

/** One request and its answer, as drawn. */
export interface Exchange {
  /** Counts from 1 within a run. */
  readonly number: number
  /** The step of the flow that sent it, such as `token`. */
  readonly name: string
  /** Such as `Exchange the code for tokens`. */
  readonly title: string
  readonly from: Role
  readonly to: Role
  /** The front channel passes through the resource owner's browser. */
  readonly channel: 'front' | 'back'
  /** The steps of the protocol flow that the request and the answer belong to. */
  readonly steps: { readonly request: Step; readonly answer: Step }
  readonly request: Draft
  /** Undefined while waiting. */
  readonly answer: Answer | undefined
  /** `refused`: answered with an error, or refused by the client. */
  readonly outcome: 'waiting' | 'ok' | 'refused' | 'unreachable'
  readonly explanation: Explanation | undefined
  /** The fault or the attack that the reader chose, by its name. */
  readonly fault: string | undefined
  /** Milliseconds since 1970. */
  readonly sentAt: number
  readonly answeredAt: number | undefined
}
