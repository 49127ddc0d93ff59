import { explainRedirectUri, matchRedirectUri, type Parameters } from '@valetkey/protocol'
import type { Client } from '../client.ts'
import type { Features } from '../features.ts'
import { openid } from '../identity-scopes.ts'
import type { OAuthStores } from '../ports.ts'
import { type RegisteredRedirectUri, type ReturnAddress, UntrustedRecipient } from './errors.ts'
import { query } from './response-modes/query.ts'
import { isModeAllowed, mayCarryTokens } from './response-modes/response-mode.ts'
import { carriesToken } from './response-types/response-type.ts'

/** The client of a request, and where errors go until all is checked. */
export interface Recipient {
  readonly client: Client
  readonly to: ReturnAddress
  readonly redirectUriSent: boolean
}

/**
 * Finds who asks and where the response goes. No redirect happens before both are known to belong together.
 * @throws UntrustedRecipient (RFC 6749 §3.1.2.4, §4.1.2.1)
 */
export async function findRecipient(
  parameters: Parameters,
  stores: Pick<OAuthStores, 'findClient'>,
  features: Pick<Features, 'responseTypes' | 'responseModes'>,
): Promise<Recipient> {
  const client = await readClient(parameters, stores)
  const { redirectUri, sent } = readRedirectUri(parameters, client)
  return { client, to: returnAddress(parameters, redirectUri, client, features), redirectUriSent: sent }
}

/** @throws UntrustedRecipient */
export async function readClient(parameters: Parameters, stores: Pick<OAuthStores, 'findClient'>): Promise<Client> {
  const ids = parameters.get('client_id') ?? []
  if (ids.length > 1) throw new UntrustedRecipient('client_id was sent more than once: send it once', 'RFC 6749 §3.1')
  if (!ids[0]) throw new UntrustedRecipient('client_id is missing', 'RFC 6749 §4.1.1')
  const client = await stores.findClient(ids[0])
  if (client === undefined || client.disabled) {
    throw new UntrustedRecipient('no client is registered with this client_id', 'RFC 6749 §2.2', { received: ids[0] })
  }
  return client
}

function readRedirectUri(parameters: Parameters, client: Client) {
  const values = parameters.get('redirect_uri') ?? []
  const { redirectUris } = client
  if (values.length > 1)
    throw new UntrustedRecipient('redirect_uri was sent more than once: send it once', 'RFC 6749 §3.1')
  const received = values[0]
  if (received === undefined || received === '') {
    const [only, second] = redirectUris
    if (only === undefined || second !== undefined) {
      throw new UntrustedRecipient(
        'redirect_uri is missing: it may be left out only if the client has registered exactly one',
        'RFC 6749 §3.1.2.3',
      )
    }
    return { redirectUri: only as RegisteredRedirectUri, sent: false } // registered: it comes from the client's own list
  }
  const isRegistered =
    client.applicationType === 'native' ? matchRedirectUri(received, redirectUris) : redirectUris.includes(received)
  if (!isRegistered) {
    const difference = explainRedirectUri(received, redirectUris)
    throw new UntrustedRecipient(
      difference
        ? `redirect_uri is not registered for this client: it differs from a registered one ${difference.inWords}`
        : 'redirect_uri is not registered for this client: the client has registered none',
      'RFC 6749 §3.1.2.3',
      { received, registered: redirectUris },
    )
  }
  return { redirectUri: received as RegisteredRedirectUri, sent: true } // compared just above
}

/** Uses the response mode of the request if that is possible, although it is not checked yet, and the default mode otherwise. */
function returnAddress(
  parameters: Parameters,
  redirectUri: RegisteredRedirectUri,
  client: Client,
  { responseTypes, responseModes }: Pick<Features, 'responseTypes' | 'responseModes'>,
): ReturnAddress {
  // The parts of a combination that is not supported say how its errors travel (OAuth 2.0 Multiple Response Types §5).
  const parts = parameters.get('response_type')?.[0]?.split(' ') ?? []
  const meant = responseTypes.filter((one) => one.name.split(' ').every((part) => parts.includes(part)))
  const withToken = meant.find(carriesToken)
  const asked = responseModes.find((mode) => mode.name === parameters.get('response_mode')?.[0])
  const fallback = (withToken ?? meant[0])?.defaultMode ?? query
  const isUsable =
    asked && isModeAllowed(asked, fallback, client) && (withToken === undefined || mayCarryTokens(asked, client))
  const states = parameters.get('state') ?? []
  return {
    kind: 'redirect',
    redirectUri,
    client,
    responseMode: isUsable ? asked : fallback,
    defaultMode: fallback,
    state: states.length === 1 ? states[0] || undefined : undefined,
    // Not checked yet, and errors of the check go here, too.
    isOpenId: parameters.get('scope')?.[0]?.split(' ').includes(openid) ?? false,
  }
}
