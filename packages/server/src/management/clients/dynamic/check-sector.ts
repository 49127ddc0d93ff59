import type { Documents } from '../../../oauth/outbound.ts'
import { ManagementError } from '../../management-error.ts'

/**
 * Checks that the document of `sector_identifier_uri` lists every redirect URI of the client (OIDC Registration §5). Each
 * registration loads it again instead of using a cached copy.
 * @throws ManagementError
 */
export async function checkSector(
  {
    sector_identifier_uri: uri,
    redirect_uris: redirects = [],
  }: {
    readonly sector_identifier_uri?: string | undefined
    readonly redirect_uris?: readonly string[] | undefined
  },
  documents: Documents,
): Promise<void> {
  if (uri === undefined) return
  const loaded = await documents.reload(uri)
  if (loaded.outcome === 'refused') throw refused(loaded.description)
  const { document } = loaded
  if (!Array.isArray(document) || document.some((one) => typeof one !== 'string')) {
    throw refused('is no JSON array of redirect URIs')
  }
  const missing = redirects.find((one) => !document.includes(one))
  if (missing !== undefined) throw refused(`does not list the redirect URI ${missing}`, 'add it to the document')
}

function refused(why: string, fix?: string): ManagementError {
  const what = `sector_identifier_uri ${why}`
  return new ManagementError('invalid', [
    { option: ['sector_identifier_uri'], what, fix, clause: 'OIDC Registration §5' },
  ])
}
