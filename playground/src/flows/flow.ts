import type { PublishedKeys } from '@valetkey/protocol'
import type { Answer, Draft, RefusedByClient, Role, Step } from '../wire/exchange.ts'

/** A client that the playground may act as, as the demo's configuration registers it. */
export interface PlaygroundClient {
  readonly clientId: string
  /** Published with the demo. Undefined for a public client. */
  readonly clientSecret: string | undefined
  readonly redirectUri: string
}

/** What the authorization server says of itself (RFC 8414), as far as flows use it. */
export interface ServerMetadata {
  readonly issuer: string
  readonly [member: string]: unknown
}

/** What the reader chose before the run. */
export interface Settings {
  readonly metadata: ServerMetadata
  readonly client: PlaygroundClient
  /** Another client, to which a code of the first does not belong. */
  readonly otherClient: PlaygroundClient
  /** The Contacts API: also the identifier that tokens are requested for (RFC 8707). */
  readonly api: string
  /** Another API, for tokens of the wrong audience. */
  readonly otherApi: string
  readonly scope: string
  readonly responseMode: string | undefined
  /** Further choices of one flow, by name. */
  readonly choices: Readonly<Record<string, string>>
}

/**
 * What a run has collected, by the names of the wire: `code`, `state`, `code_verifier`, `nonce`, `access_token`,
 * `refresh_token`, `id_token`, `scope`, …
 */
export type Values = Readonly<Record<string, string>>

/** What the next steps are made from. */
export interface Run {
  readonly settings: Settings
  readonly values: Values
  /** Milliseconds since 1970. */
  readonly now: number
}

/** What steps use of the outside. */
export interface Tools {
  /** Random bytes as base64url. */
  readonly random: (bytes: number) => string
  /** Loads the keys that the server signs with, from its `jwks_uri`. Rejects with a sentence for the reader. */
  readonly loadKeys: () => Promise<PublishedKeys>
}

/** One exchange of a flow. */
export interface FlowStep {
  readonly name: string
  /** What the button says, such as `Exchange the code for tokens`. */
  readonly title: string
  /** What happens here and why, in one or two plain sentences. */
  readonly text: string
  readonly clause: string
  readonly from: Role
  readonly to: Role
  readonly channel: 'front' | 'back'
  readonly steps: { readonly request: Step; readonly answer: Step }
  /** May be repeated at will, such as a call of the API. */
  readonly repeats?: true
  /** Sent this many times at once, such as parallel refreshes. */
  readonly copies?: number
  /** Seconds to wait before it is sent, such as for an API that keeps what the server said of a token for a second. */
  readonly waits?: number
  /** A refusal is the point of it, such as of a refresh token that was used before: the run continues. */
  readonly expectsRefusal?: true
  /** Whether the run has what the step needs. */
  readonly isReady: (run: Run) => boolean
  /** Makes the request. Random values such as `state` are made here, and returned as values to remember. */
  readonly draft: (run: Run, tools: Tools) => Promise<{ readonly draft: Draft; readonly values: Values }>
  /**
   * Checks the answer as a client must, and returns what to remember. A refusal is an `Answer` of kind
   * `refused-by-client`, such as for a state that is not the run's (RFC 6749 §10.12). The value `error` represents a
   * refusal that only the client can read, such as one inside a signed response.
   */
  readonly receive: (answer: Answer, run: Run, tools: Tools) => Promise<Values | RefusedByClient>
}

/** A choice of a flow, such as its response mode. */
export interface Choice {
  readonly name: string
  readonly label: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

/** For a user, for a service on its own, sign-in with OpenID Connect, or no longer recommended. */
export type FlowGroup = 'user' | 'machine' | 'sign-in' | 'legacy'

/** A way through the protocol, such as the authorization code grant: one file each, and a line in `index.ts`. */
export interface Flow {
  readonly name: string
  readonly title: string
  /** The heading it is listed under. */
  readonly group: FlowGroup
  /** When to use it, in one plain sentence. */
  readonly text: string
  readonly clause: string
  /** Shown before the run, such as `Never in new apps: tokens travel in the URL.` */
  readonly warning?: string
  /** The `client_id`s of the demo that may use it; the first is preselected. */
  readonly clients: readonly string[]
  readonly choices: readonly Choice[]
  readonly defaultScope: string
  readonly steps: readonly FlowStep[]
}
