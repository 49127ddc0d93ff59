import { redirectUriFault } from '@valetkey/protocol'
import { nearest } from '../config/config-error.ts'
import { isSameType } from '../oauth/authorization/response-types/response-type.ts'
import type { ClientRegistration } from '../oauth/client.ts'
import type { Features } from '../oauth/features.ts'
import type { InsecureOption } from '../oauth/insecure-option.ts'
import { defaultAuthenticationMethod, defaultGrantTypes } from '../oauth/registration-defaults.ts'
import { keyFaults, type MemberFault } from './client-key-faults.ts'
import { clientMetadataFaults } from './client-metadata-faults.ts'
import { logoutFaults } from './logout-faults.ts'
import { protectedResponseFaults } from './protected-response-faults.ts'

/** A client as a file, a command or a request describes it. */
export type CheckedClient = ClientRegistration & { readonly client_secret_hash?: string | undefined }

/** One thing that is wrong with a registration. */
export interface RegistrationFault {
  /** The member that is wrong, and the key within it: `['dangerously', 'allowPasword']`. */
  readonly option: readonly string[]
  /** What is wrong, beginning with the name of the member. */
  readonly what: string
  /** What to do, as an imperative. */
  readonly fix: string | undefined
  readonly clause: string | undefined
}

/**
 * Lists what is wrong with the registration of a client (RFC 7591 §2); empty if nothing is. The one check for
 * configuration files, commands and whatever else registers clients.
 */
export function registrationFaults(client: CheckedClient, features: Features): readonly RegistrationFault[] {
  const grantTypes = client.grant_types ?? defaultGrantTypes
  const checked = { client, grantTypes, features }
  return [
    ...redirectFaults(checked),
    ...unknown('grant_types', grantTypes, namesOf(features.grantTypes)),
    ...unknown('response_types', client.response_types ?? [], namesOf(features.responseTypes), isSameType),
    ...unknown('response_modes', client.response_modes ?? [], namesOf(features.responseModes)),
    ...responseModeFaults(checked),
    ...protectedResponseFaults(client).map(toRegistrationFault),
    ...clientMetadataFaults(client).map(toRegistrationFault),
    ...logoutFaults(client).map(toRegistrationFault),
    ...authenticationFaults(checked),
    ...insecureOptionFaults(checked),
  ]
}

/** Writes a fault as one line. */
export function toSentence({ what, fix, clause }: RegistrationFault): string {
  return `${what}${fix === undefined ? '' : `; ${fix}`}${clause === undefined ? '' : ` (${clause})`}`
}

interface Checked {
  readonly client: CheckedClient
  readonly grantTypes: readonly string[]
  readonly features: Features
}

function redirectFaults({ client, grantTypes, features }: Checked): readonly RegistrationFault[] {
  const { redirect_uris: uris = [], dangerously_allow_http_redirects: allowPrivateHttp } = client
  const wrong = uris.flatMap((uri) => {
    const fault = redirectUriFault(uri, { allowPrivateHttp })
    return fault === undefined ? [] : [toFault('redirect_uris', `: ${uri} ${fault.what}`, fault.fix, fault.clause)]
  })
  const redirecting = features.responseTypes.find((one) => grantTypes.includes(one.grantType))
  if (redirecting === undefined || uris.length > 0) return wrong
  const what = ` is missing: the ${redirecting.grantType} grant needs one`
  return [...wrong, toFault('redirect_uris', what, undefined, 'RFC 6749 §3.1.2.2')]
}

function responseModeFaults({ client, features }: Checked): readonly RegistrationFault[] {
  const modes = features.responseModes.filter((one) => client.response_modes?.includes(one.name))
  return modes.flatMap((mode) =>
    (client.redirect_uris ?? []).flatMap((uri) => {
      const fault = mode.redirectUriFault?.(uri)
      if (fault === undefined) return []
      return [toFault('response_modes', `: ${mode.name} cannot be used, because ${uri} ${fault}`, 'remove one of them')]
    }),
  )
}

function authenticationFaults({ client, grantTypes, features }: Checked): readonly RegistrationFault[] {
  const hasSecret = (client.client_secret ?? client.client_secret_hash) !== undefined
  const named = client.token_endpoint_auth_method ?? defaultAuthenticationMethod(hasSecret)
  const methods = features.clientAuthenticationMethods
  const method = methods.find((one) => one.name === named)
  if (method === undefined) return unknown('token_endpoint_auth_method', [named], namesOf(methods))
  const keys = keyFaults(client, method)
  const without = methods.find((one) => !one.needsSecret && !one.isConfidential)
  const closed = features.grants.filter((one) => !one.openToPublicClients && grantTypes.includes(one.type))
  return [
    ...keys.map(toRegistrationFault),
    ...(method.needsSecret && !hasSecret
      ? [
          toFault(
            'client_secret',
            ` is missing: ${named} needs one`,
            without && `or set token_endpoint_auth_method: ${without.name}`,
            'RFC 6749 §2.3.1',
          ),
        ]
      : []),
    ...(!method.needsSecret && hasSecret
      ? [
          toFault(
            'client_secret',
            ` is given but token_endpoint_auth_method is ${named}`,
            'remove one of them',
            'RFC 6749 §2.1',
          ),
        ]
      : []),
    ...(method.isConfidential ? [] : closed).map(({ type, clause }) =>
      toFault('grant_types', `: ${type} needs a client_secret`, undefined, clause ?? 'RFC 6749 §2.1'),
    ),
  ]
}

function insecureOptionFaults({ client, grantTypes, features }: Checked): readonly RegistrationFault[] {
  const known = features.insecureOptions.map((one) => one.option)
  const unheard = Object.keys(client.dangerously ?? {}).filter((name) => !known.includes(name))
  const isMissing = ({ insecureOption }: { readonly insecureOption?: InsecureOption | undefined }) =>
    insecureOption !== undefined && !client.dangerously?.[insecureOption.option]
  const options = new Set(features.grantTypes.map((one) => one.insecureOption))
  const types = features.grantTypes.filter((one) => grantTypes.includes(one.name) && isMissing(one))
  // Where the grant type needs the same option, the fault is reported for the grant type.
  const responses = features.responseTypes.filter(
    (one) =>
      client.response_types?.some((name) => isSameType(name, one.name)) &&
      !options.has(one.insecureOption) &&
      isMissing(one),
  )
  const missing = [
    ...types.map((one) => ({ ...one, member: 'grant_types' })),
    ...responses.map((one) => ({ ...one, member: 'response_types' })),
  ]
  return [
    ...unheard.map((name) => {
      const near = nearest(name, known)
      const fix = near === undefined ? `known keys: ${known.join(', ')}` : `did you mean ${near}?`
      return { ...toFault('dangerously', `.${name} is not a known key`, fix), option: ['dangerously', name] }
    }),
    ...missing.map(({ member, name, insecureOption }) =>
      toFault(
        member,
        `: ${name} is off`,
        `remove it, or set dangerously: { ${insecureOption?.option}: true }`,
        insecureOption?.clause,
      ),
    ),
  ]
}

function unknown(
  option: string,
  values: readonly string[],
  known: readonly string[],
  isSame = (one: string, other: string) => one === other,
): readonly RegistrationFault[] {
  return values
    .filter((value) => !known.some((name) => isSame(name, value)))
    .map((value) => toFault(option, `: ${value} is not served`, `known: ${known.join(', ')}`))
}

function namesOf(list: readonly { readonly name: string }[]): readonly string[] {
  return list.map((one) => one.name)
}

function toFault(option: string, what: string, fix?: string, clause?: string): RegistrationFault {
  return { option: [option], what: option + what, fix, clause }
}

/** Maps the fault of a member to one of a registration. */
export function toRegistrationFault({ member, what, fix, clause }: MemberFault): RegistrationFault {
  return toFault(member, what, fix, clause)
}
