import type { LiveSession } from '../../accounts/ports.ts'
import { UpstreamFailure } from '../../accounts/upstream/failure.ts'
import type { Upstream } from './options.ts'

/** The logout of the provider that a session was begun with. */
export interface ProviderLogout {
  readonly label: string
  readonly url: string
}

/** Finds where a user can log out of the provider that they logged in with; undefined if it offers none, or is down. */
export async function findLogout(
  session: LiveSession | undefined,
  { upstream, issuer }: { readonly upstream: Pick<Upstream, 'clients'>; readonly issuer: string },
): Promise<ProviderLogout | undefined> {
  const name = session?.context.upstream?.provider
  const client = name === undefined ? undefined : upstream.clients.find(({ provider }) => provider.name === name)
  if (client === undefined) return undefined
  try {
    const url = await client.logoutUrl(`${issuer.replace(/\/$/, '')}/logout`)
    return url === undefined ? undefined : { label: client.provider.label, url }
  } catch (error) {
    if (error instanceof UpstreamFailure) return undefined
    throw error
  }
}
