import { OAuthError, parameter, parseParameters } from '@valetkey/protocol'
import { UpstreamFailure } from '../../accounts/upstream/failure.ts'
import { hashSecret } from '../../oauth/hash.ts'
import type { OAuthRequest, Reply } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { type EndSessionsOptions, endSessionsOf } from './end-sessions.ts'
import { type ProviderOptions, pathOf } from './options.ts'

const headers = { 'cache-control': 'no-store' }

/** Makes the endpoint at which a provider says that a session there ended (OIDC Back-Channel Logout §2.5). */
export function backchannelLogoutRoute(options: ProviderOptions & EndSessionsOptions): Route {
  return {
    path: `${pathOf(options.client.provider)}/backchannel-logout`,
    methods: { POST: (request) => endSessions(request, options) },
    errors: 'json',
    cors: false,
  }
}

async function endSessions(request: OAuthRequest, options: ProviderOptions & EndSessionsOptions): Promise<Reply> {
  const { client, upstream } = options
  const { name: provider } = client.provider
  const token = parameter(parseParameters(await request.text(), new Set()), 'logout_token')
  if (token === undefined) throw new OAuthError('invalid_request', 'logout_token is missing')
  const notice = await read(token, options)
  if (notice.subject === undefined)
    throw new OAuthError('invalid_request', 'the logout token has no sub, by which this server finds the user')
  const isNew = await upstream.store.spend(
    hashSecret('assertion', `logout of ${provider} ${notice.id}`),
    notice.expiresAt,
  )
  const found = isNew ? await upstream.store.find(provider, notice.subject) : undefined
  if (found !== undefined)
    await endSessionsOf(request, { accountId: found.account.id, provider, sid: notice.sid }, options)
  return { status: 200, headers, body: '' }
}

async function read(token: string, { client }: ProviderOptions) {
  try {
    return await client.readLogoutToken(token)
  } catch (cause) {
    if (!(cause instanceof UpstreamFailure)) throw cause
    const description =
      cause.fault === 'unreachable' ? 'the keys of the provider cannot be loaded' : 'the logout token is not valid'
    throw new OAuthError('invalid_request', description, { cause })
  }
}
