import { formatScope, intersect, isLoopback, parseScope, union } from '@valetkey/protocol'
import { openIdMembers } from '../../../config/openid-members.ts'
import { defaultResponseTypes, isSameType } from '../../../oauth/authorization/response-types/response-type.ts'
import type { ClientRegistration } from '../../../oauth/client.ts'
import type { Features } from '../../../oauth/features.ts'
import { offlineAccess } from '../../../oauth/identity-scopes.ts'
import { defaultAuthenticationMethod, defaultGrantTypes } from '../../../oauth/registration-defaults.ts'
import { type Fault, ManagementError } from '../../management-error.ts'
import type { DynamicClientPolicy } from './policy.ts'

/** The members that a client may set itself; all others are ignored (RFC 7591 §2). */
const registrable: readonly string[] = [
  'client_name',
  'client_uri',
  'redirect_uris',
  'grant_types',
  'response_types',
  'response_modes',
  'token_endpoint_auth_method',
  'application_type',
  'scope',
  ...Object.keys(openIdMembers),
]

/** What an operator set for the client: its own updates leave it alone. */
const ofOperator = ['apis', 'require_second_factor', 'skip_confirmation_for_native'] as const

type Members = Readonly<Record<string, unknown>>

export interface ReadMembersOptions {
  readonly policy: DynamicClientPolicy
  readonly features: Features
  /** The registration before an update. What it allows, the client keeps. */
  readonly before?: ClientRegistration | undefined
}

/**
 * Reads the members of a registration request, adds the defaults of RFC 7591 §2, and reduces them to what the operator
 * allows. Grant types and scopes beyond that are left out, and the response says so (RFC 7591 §3.2.1).
 * @throws ManagementError for response types that are not allowed, or if nothing remains of a list
 */
export function readMembers(given: Members, { policy, features, before }: ReadMembersOptions): Members {
  const members = Object.fromEntries(
    registrable.flatMap((name) => {
      const value = Object.hasOwn(given, name) ? given[name] : undefined
      // Some clients send null or an empty text for a member that they do not have (RFC 7592 §2.2).
      return value === undefined || value === null || value === '' ? [] : [[name, value] as const]
    }),
  )
  const grantTypes = isTexts(members.grant_types) ? allowGrantTypes(members.grant_types, policy, before) : undefined
  const types = grantTypes ?? (members.grant_types === undefined ? defaultGrantTypes : undefined)
  // A list of another type is left to the schema, which describes what is wrong.
  const responseTypes =
    types === undefined || members.response_types !== undefined
      ? members.response_types
      : defaultResponseTypes(types, features)
  if (types !== undefined && isTexts(responseTypes))
    refuseResponseTypes(responseTypes, types, { policy, features, before })
  const insecure = insecureOptionsFor({ types, responseTypes }, { policy, features, before })
  return {
    ...members,
    ...(types === undefined ? {} : { grant_types: types }),
    ...(responseTypes === undefined ? {} : { response_types: responseTypes }),
    ...toResponseModes(members.response_modes, policy),
    ...toScope(members.scope, policy, before),
    token_endpoint_auth_method: members.token_endpoint_auth_method ?? defaultAuthenticationMethod(true),
    application_type: toApplicationType(members),
    ...(insecure.length === 0 ? {} : { dangerously: Object.fromEntries(insecure.map((option) => [option, true])) }),
    ...Object.fromEntries(ofOperator.flatMap((name) => (before?.[name] === undefined ? [] : [[name, before[name]]]))),
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}

function allowGrantTypes(
  asked: readonly string[],
  policy: DynamicClientPolicy,
  before: ClientRegistration | undefined,
): readonly string[] {
  const allowed = union(policy.grantTypes, before?.grant_types ?? [])
  const kept = intersect(asked, allowed)
  if (kept.length > 0) return kept
  throw refused('grant_types', `: none of ${asked.join(', ') || 'them'} is open to dynamic clients`, {
    fix: `allowed: ${allowed.join(', ')}`,
    clause: 'RFC 7591 §2',
  })
}

function isOptionAllowed(option: string, { policy, before }: Omit<ReadMembersOptions, 'features'>): boolean {
  return policy.insecureOptions.has(option) || before?.dangerously?.[option] === true
}

/** Response types and grant types correspond (RFC 7591 §2.1). */
function refuseResponseTypes(
  asked: readonly string[],
  grantTypes: readonly string[],
  { features, ...rules }: ReadMembersOptions,
): void {
  for (const name of asked) {
    const type = features.responseTypes.find((one) => isSameType(one.name, name))
    if (type === undefined) continue
    const { insecureOption } = type
    if (insecureOption !== undefined && !isOptionAllowed(insecureOption.option, rules)) {
      const clause = insecureOption.clause
      throw refused('response_types', `: ${name} is not open to dynamic clients`, { fix: 'remove it', clause })
    }
    if (!grantTypes.includes(type.grantType)) {
      const fix = `add it to grant_types, or remove ${name}`
      const what = `: ${name} needs the grant type ${type.grantType}`
      throw refused('response_types', what, { fix, clause: 'RFC 7591 §2.1' })
    }
  }
}

/** A client gets the options that its grant and response types need, and those that belong to none. */
function insecureOptionsFor(
  { types, responseTypes }: { readonly types: readonly string[] | undefined; readonly responseTypes: unknown },
  { features, ...rules }: ReadMembersOptions,
): readonly string[] {
  const all = [...features.grantTypes, ...features.responseTypes]
  const used = [
    ...features.grantTypes.filter((one) => types?.includes(one.name)),
    ...features.responseTypes.filter(
      (one) => isTexts(responseTypes) && responseTypes.some((name) => isSameType(name, one.name)),
    ),
  ]
  return features.insecureOptions
    .filter((option) => isOptionAllowed(option.option, rules))
    .filter(
      (option) =>
        used.some((one) => one.insecureOption === option) || !all.some((one) => one.insecureOption === option),
    )
    .map((option) => option.option)
}

function toResponseModes(asked: unknown, { responseModes }: DynamicClientPolicy): Members {
  if (asked !== undefined && !isTexts(asked)) return { response_modes: asked }
  const modes = union(asked ?? [], responseModes)
  return modes.length === 0 ? {} : { response_modes: modes }
}

/** `offline_access` is accepted everywhere, so it stays. */
function toScope(asked: unknown, policy: DynamicClientPolicy, before: ClientRegistration | undefined): Members {
  if (asked !== undefined && typeof asked !== 'string') return { scope: asked }
  const allowed = union(policy.scope, parseScope(before?.scope), [offlineAccess])
  const scope = asked === undefined ? policy.scope : intersect(parseScope(asked), allowed)
  if (scope.length > 0) return { scope: formatScope(scope) }
  if (asked === undefined) return {}
  throw refused('scope', `: none of ${asked} is open to dynamic clients`, {
    fix: policy.scope.length === 0 ? 'leave it out' : `allowed: ${formatScope(policy.scope)}`,
    clause: 'RFC 7591 §2',
  })
}

/** A client with a redirect on the user's device is a native one, whatever it says (RFC 8252 §7). */
function toApplicationType({ application_type: asked, redirect_uris: uris }: Members): unknown {
  const isLocal = isTexts(uris) && uris.some((uri) => isLoopback(uri) || !/^https?:/i.test(uri))
  if (isLocal && (asked === undefined || asked === 'web')) return 'native'
  return asked ?? 'web'
}

function refused(option: string, what: string, rest: Pick<Fault, 'fix' | 'clause'>): ManagementError {
  return new ManagementError('invalid', [{ option: [option], what: option + what, ...rest }])
}
