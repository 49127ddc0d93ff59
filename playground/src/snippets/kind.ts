import type { ServerMetadata } from '../flows/flow.ts'
import type { Draft } from '../wire/exchange.ts'

/** Endpoints by the member of the metadata that names them (RFC 8414 §2), and the parameter that says more. */
const endpoints: readonly (readonly [member: string, kind: string, parameter?: string])[] = [
  ['authorization_endpoint', 'authorization', 'response_type'],
  ['token_endpoint', 'token', 'grant_type'],
  ['revocation_endpoint', 'revocation'],
  ['introspection_endpoint', 'introspection'],
  ['userinfo_endpoint', 'userinfo'],
  ['end_session_endpoint', 'sign-out'],
  ['pushed_authorization_request_endpoint', 'pushed'],
  ['device_authorization_endpoint', 'device'],
]

/** What a request is for, from where it goes: such as `token:refresh_token`, `authorization:code`, `revocation`, or `other`. */
export function kindOf(draft: Draft, metadata: ServerMetadata): string {
  const found = endpoints.find(([member]) => metadata[member] === draft.url)
  if (found === undefined) return 'other'
  const [, kind, parameter] = found
  if (parameter === undefined) return kind
  const value = draft.parameters.find(([name]) => name === parameter)?.[1] ?? ''
  return `${kind}:${value.split(' ').sort().join('+')}`
}
