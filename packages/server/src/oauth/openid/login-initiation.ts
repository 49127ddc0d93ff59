import type { Client } from '../client.ts'

/**
 * Returns the address at which a login at the client begins, with the issuer that is meant (OIDC Core §4); undefined if the
 * client registered none. `target_link_uri` is left out: the client knows best where a login leads.
 * @param loginHint what the client itself sent as `login_hint`; no other value, since it would tell the client who the user is
 */
export function loginInitiation(
  { metadata }: Pick<Client, 'metadata'>,
  issuer: string,
  loginHint?: string,
): string | undefined {
  const url = URL.parse(metadata.initiate_login_uri ?? '')
  if (url?.protocol !== 'https:') return undefined
  const query = new URLSearchParams({ iss: issuer, ...(loginHint === undefined ? {} : { login_hint: loginHint }) })
  url.search = `${url.search === '' ? '?' : `${url.search}&`}${query}`
  return url.href
}
