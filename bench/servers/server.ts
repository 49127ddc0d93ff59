import type { Plan, PlannedClient } from '../drive/plan.ts'
import type { Person } from '../sign-in/walk.ts'

/** The clients, APIs and users of both servers. */
export interface Setup {
  readonly machine: PlannedClient
  readonly web: PlannedClient
  readonly resources: Plan['resources']
  readonly scope: string
  readonly people: readonly Person[]
}

/** A server that can be started on its own database, and restarted on the same. */
export interface Server {
  readonly who: 'ours' | 'peer'
  readonly title: string
  readonly issuer: string
  readonly port: number
  /** Arguments to Node that start it in the foreground. */
  readonly command: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Turns on OpenID Connect if the server needs a setting for it; called only if the metadata offers it. */
  enableOpenid(): void
}

/** The options of a server to prepare. */
export interface ServerPlace {
  readonly setup: Setup
  readonly port: number
  /** An empty folder for this server only. */
  readonly folder: string
  /** `sqlite:PATH` or a `postgres://` URL. */
  readonly database: string
}

/** Returns a client's registration by its RFC 7591 names, the same for both servers. */
export function registration(client: PlannedClient, scope: string): Record<string, unknown> {
  const forPeople = client.redirectUri !== ''
  return {
    client_id: client.id,
    client_name: client.id,
    client_secret: client.secret,
    redirect_uris: forPeople ? [client.redirectUri] : [],
    response_types: forPeople ? ['code'] : [],
    grant_types: forPeople ? ['authorization_code', 'refresh_token'] : ['client_credentials'],
    token_endpoint_auth_method: 'client_secret_basic',
    scope,
  }
}

/** Lists the APIs: one with opaque tokens, one with each way of signing. */
export function apis({ resources, scope }: Setup) {
  return [
    { identifier: resources.opaque, tokenFormat: 'opaque', tokenSigningAlg: 'ES256', scope },
    { identifier: resources.es256, tokenFormat: 'jwt', tokenSigningAlg: 'ES256', scope },
    { identifier: resources.rs256, tokenFormat: 'jwt', tokenSigningAlg: 'RS256', scope },
  ] as const
}
