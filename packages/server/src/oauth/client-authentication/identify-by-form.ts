import { OAuthError, parameter } from '@valetkey/protocol'
import type { Presented } from './method.ts'

/** Reads the form's `client_id`. @throws OAuthError `invalid_client` if it is missing */
export function identifyByForm({ form }: Presented): readonly string[] {
  const clientId = parameter(form, 'client_id')
  if (clientId === undefined) {
    throw new OAuthError(
      'invalid_client',
      'client_id is missing: send it in the body, or authenticate with the Authorization header',
    )
  }
  return [clientId]
}
