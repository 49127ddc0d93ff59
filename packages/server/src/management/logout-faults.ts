import { isLoopback, redirectUriFault } from '@valetkey/protocol'
import type { ClientRegistration } from '../oauth/client.ts'

/** What is wrong with one member: what follows its name, and the fix. */
export interface LogoutFault {
  readonly member: string
  readonly what: string
  readonly fix: string | undefined
  readonly clause: string | undefined
}

/** Lists what is wrong with how a client takes part in logouts (OIDC RP-Initiated, Back-Channel and Front-Channel Logout). */
export function logoutFaults(client: ClientRegistration): readonly LogoutFault[] {
  return [...returnFaults(client), ...backChannelFaults(client), ...frontChannelFaults(client)]
}

/** They are followed by browsers, as redirect URIs are. */
function returnFaults({
  post_logout_redirect_uris: uris = [],
  dangerously_allow_http_redirects: allowPrivateHttp,
}: ClientRegistration): readonly LogoutFault[] {
  return uris.flatMap((uri) => {
    const fault = redirectUriFault(uri, { allowPrivateHttp })
    if (fault === undefined) return []
    const what = `: ${uri} ${fault.what}`
    return [{ member: 'post_logout_redirect_uris', what, fix: fault.fix, clause: 'OIDC RP-Initiated Logout §3.1' }]
  })
}

function backChannelFaults({
  backchannel_logout_uri: uri,
  backchannel_logout_session_required: isRequired,
}: ClientRegistration): readonly LogoutFault[] {
  const [member, clause] = ['backchannel_logout_uri', 'OIDC Back-Channel Logout §2.2'] as const
  if (uri === undefined) return withoutUri(member, 'backchannel_logout_session_required', isRequired, clause)
  const fault = uriFault(uri)
  return fault === undefined ? [] : [{ member, what: `: ${uri} ${fault.what}`, fix: fault.fix, clause }]
}

/** A page of another site is loaded in a frame of ours, so that it has to be of the client (§2). */
function frontChannelFaults({
  frontchannel_logout_uri: uri,
  frontchannel_logout_session_required: isRequired,
  redirect_uris: redirectUris = [],
}: ClientRegistration): readonly LogoutFault[] {
  const [member, clause] = ['frontchannel_logout_uri', 'OIDC Front-Channel Logout §2'] as const
  if (uri === undefined) return withoutUri(member, 'frontchannel_logout_session_required', isRequired, clause)
  const fault = uriFault(uri)
  if (fault !== undefined) return [{ member, what: `: ${uri} ${fault.what}`, fix: fault.fix, clause }]
  const { origin } = new URL(uri)
  if (redirectUris.some((one) => URL.canParse(one) && new URL(one).origin === origin)) return []
  const what = `: ${uri} has another scheme, host or port than every redirect URI`
  return [{ member, what, fix: 'use the origin of one of redirect_uris', clause }]
}

/** An https URL, or http on this computer, without credentials and fragment. */
function uriFault(uri: string): { readonly what: string; readonly fix: string } | undefined {
  if (/[^\x21-\x7e]/.test(uri))
    return { what: 'has a character that is not allowed in a URL', fix: 'percent-encode it' }
  if (!URL.canParse(uri)) return { what: 'is not an absolute URL', fix: 'begin it with https://' }
  const { protocol, username, password } = new URL(uri)
  if (uri.includes('#')) return { what: 'has a fragment', fix: 'remove everything from # on' }
  if (username !== '' || password !== '') return { what: 'has credentials', fix: 'remove everything before @' }
  if (protocol === 'https:' || (protocol === 'http:' && isLoopback(uri))) return undefined
  return { what: 'is not https', fix: 'begin it with https://, or use plain http on a loopback host only' }
}

function withoutUri(
  member: string,
  flag: string,
  isRequired: boolean | undefined,
  clause: string,
): readonly LogoutFault[] {
  if (isRequired !== true) return []
  return [{ member: flag, what: ` is given without ${member}`, fix: `set ${member}, or remove it`, clause }]
}
