import type { Client } from '../client.ts'

/**
 * Returns the client's `initiate_login_uri` with `iss` (OIDC Core §4); undefined if it registered none. `target_link_uri` is
 * left out: the client decides where a login leads.
 * @param loginHint the `login_hint` that the client itself sent: any other value would disclose the user to the client
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
