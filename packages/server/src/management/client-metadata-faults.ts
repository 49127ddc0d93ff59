import type { ClientRegistration } from '../oauth/client.ts'
import { hostOf } from '../oauth/openid/subject.ts'
import { documentUrlFault, type MemberFault } from './client-key-faults.ts'

/** Lists what is wrong with members of OpenID Connect Registration §2 that concern no single feature. */
export function clientMetadataFaults(client: ClientRegistration): readonly MemberFault[] {
  const { initiate_login_uri: login, sector_identifier_uri: sector } = client
  const fault = sector === undefined ? undefined : documentUrlFault(sector)
  return [
    login === undefined || isHttps(login)
      ? undefined
      : { member: 'initiate_login_uri', what: `: ${login} is not an https URL`, clause: 'OIDC Registration §2' },
    fault === undefined ? undefined : { member: 'sector_identifier_uri', what: `${fault}`, clause: 'OIDC Core §8.1' },
    splitSectorFault(client),
  ].flatMap((one) => one ?? [])
}

/** Without a document the host of the redirect URIs is the sector, so there must be one. */
function splitSectorFault(client: ClientRegistration): MemberFault | undefined {
  if (client.subject_type !== 'pairwise' || client.sector_identifier_uri !== undefined) return undefined
  const hosts = new Set((client.redirect_uris ?? []).flatMap((uri) => (URL.canParse(uri) ? (hostOf(uri) ?? []) : [])))
  if (hosts.size < 2) return undefined
  return {
    member: 'sector_identifier_uri',
    what: ` is missing: the redirect URIs of this pairwise client are at ${hosts.size} hosts`,
    fix: 'set it to the URL of a document that lists them',
    clause: 'OIDC Core §8.1',
  }
}

function isHttps(uri: string): boolean {
  return URL.parse(uri)?.protocol === 'https:'
}
