import { isSameResource } from '@valetkey/protocol'
import { createPasswordHasher } from '../../accounts/password-hasher.ts'
import { client as clientSchema } from '../../config/clients.ts'
import { explainIssues } from '../../config/config-error.ts'
import { isPrintedSecret } from '../../config/guessable-secret.ts'
import type { ClientConfig } from '../../config/schema.ts'
import { byCommand, toClientEntry } from '../../management/apply/apply.ts'
import { redirectWarnings, scopeWarnings, toNotes } from '../../management/apply/warnings.ts'
import { type CheckedClient, registrationFaults, toSentence } from '../../management/client-registration.ts'
import { isPublic, toClient } from '../../oauth/client.ts'
import { makeClientSecret } from '../../oauth/client-authentication/random-secret.ts'
import { standardFeatures } from '../../oauth/features.ts'
import { defaultAuthenticationMethod } from '../../oauth/registration-defaults.ts'
import { random } from '../../secrets/random.ts'
import type { CommonOptions } from '../command.ts'
import { type Outcome, toFacts } from '../output.ts'
import { readSecret } from '../read-secret.ts'
import { Refused, UsageError } from '../refusals.ts'
import { type CommandContext, withDatabase } from '../with-database.ts'
import { readInsecureFlags } from './insecure-flags.ts'

/** The registration of a new client. The flags of insecure options are read by `readInsecureFlags`. */
export interface AddClientOptions extends CommonOptions {
  readonly name?: string
  readonly redirectUri?: readonly string[]
  readonly grantType?: readonly string[]
  readonly responseMode?: readonly string[]
  readonly skipConfirmationForNative?: boolean
  readonly scope?: string
  readonly api?: readonly string[]
  readonly public?: boolean
  readonly authMethod?: string
  readonly applicationType?: string
  readonly uri?: string
  readonly secretStdin?: boolean
  readonly dangerouslyAllowHttpRedirects?: boolean
}

/** Adds a client and shows its secret, once. @throws Refused where it is there already or its registration is not right */
export async function addClient(id: string, options: AddClientOptions): Promise<Outcome> {
  const named = authenticationMethodOf(options)
  const method = standardFeatures.clientAuthenticationMethods.find((one) => one.name === named)
  const hasNoSecret = method?.needsSecret === false
  if (hasNoSecret && options.secretStdin) {
    const kind = method.isConfidential ? `a client of ${method.name}` : 'a public client'
    throw new UsageError(`${kind} has no secret: leave out --secret-stdin`)
  }
  const given = options.secretStdin ? await readClientSecret(id) : undefined
  const secret = hasNoSecret ? undefined : (given ?? makeClientSecret(random))
  const registration = readRegistration({ ...toRegistration(id, options), client_secret: secret })
  refuseFaults(id, registration)

  const entry = await toClientEntry(registration, byCommand, createPasswordHasher())
  return withDatabase(options, 'create', async (context) => {
    const notes = await checkApis(registration, context)
    const { now, provisioning } = context
    if ((await provisioning.findClient(id)) !== undefined) {
      throw new Refused(`client ${id} already exists: remove it first, or choose another identifier`)
    }
    await provisioning.change((writes) => writes.putClient(entry, now))
    const shown = given === undefined ? secret : undefined
    const effective = toClient(entry.registration, entry.secretHash, standardFeatures)
    return {
      text: toText(id, isPublic(effective), shown),
      data: { ...entry.registration, ...(shown === undefined ? {} : { client_secret: shown }) },
      notes,
    }
  })
}

/** Refuses a registration that has faults, with a line for each. @throws Refused */
export function refuseFaults(id: string, registration: CheckedClient): void {
  const faults = registrationFaults(registration, standardFeatures)
  if (faults.length > 0) throw new Refused(faults.map((fault) => `${id}: ${toSentence(fault)}`).join('\n'))
}

function authenticationMethodOf(options: AddClientOptions): string | undefined {
  return options.public ? defaultAuthenticationMethod(false) : options.authMethod
}

/** Reads a secret that an operator brings. @throws Refused for one that everybody knows */
export async function readClientSecret(id: string): Promise<string> {
  const source = { stdin: true, stdinOption: '--secret-stdin', variable: 'VALETKEY_CLIENT_SECRET', isNew: true }
  const secret = await readSecret({ what: `secret of ${id}`, ...source })
  if (isPrintedSecret(secret))
    throw new Refused('the secret is printed in the documentation or an example: choose another')
  return secret
}

function toText(id: string, withoutSecret: boolean, secret: string | undefined): string {
  if (withoutSecret) return `added public client ${id}: it has no secret and uses PKCE`
  if (secret === undefined) return `added client ${id}`
  return `added client ${id}\n\n${toFacts([
    ['client_id', id],
    ['client_secret', secret],
  ])}\n\nThe secret is kept as a hash only: this is the one time that it is shown.`
}

function toRegistration(id: string, options: AddClientOptions): Readonly<Record<string, unknown>> {
  const { redirectUri = [], grantType } = options
  const usual = defaultGrantTypesFor(redirectUri.length > 0 ? 'users' : 'machines')
  return {
    client_id: id,
    client_name: options.name,
    client_uri: options.uri,
    response_modes: options.responseMode,
    skip_confirmation_for_native: options.skipConfirmationForNative,
    ...(redirectUri.length > 0 ? { redirect_uris: redirectUri } : {}),
    grant_types: grantType ?? usual,
    token_endpoint_auth_method: authenticationMethodOf(options),
    application_type: options.applicationType,
    scope: options.scope,
    ...(options.api === undefined ? {} : { apis: options.api.map(readApi) }),
    dangerously: readInsecureFlags({ ...options }),
    ...(options.dangerouslyAllowHttpRedirects ? { dangerously_allow_http_redirects: true } : {}),
  }
}

/** Returns the grant types of a client that is added without naming any. */
export function defaultGrantTypesFor(kind: 'users' | 'machines'): readonly string[] {
  return standardFeatures.grants.filter((grant) => grant.defaultFor === kind).map((grant) => grant.type)
}

/** Reads `IDENTIFIER=NAMES`. @throws UsageError */
export function readApi(text: string): { readonly identifier: string; readonly scope: string } {
  const at = text.lastIndexOf('=')
  if (at < 0 && URL.canParse(text)) return { identifier: text, scope: '' }
  if (at < 1)
    throw new UsageError(`--api ${text}: write IDENTIFIER=NAMES, such as "https://contacts.example.com=read create"`)
  return { identifier: text.slice(0, at), scope: text.slice(at + 1) }
}

/** Checks a registration as a configuration file's is. @throws ConfigError */
export function readRegistration(registration: Readonly<Record<string, unknown>>): ClientConfig {
  const known = Object.fromEntries(Object.entries(registration).filter(([, value]) => value !== undefined))
  const parsed = clientSchema.safeParse(known, { reportInput: true })
  if (!parsed.success) throw explainIssues(parsed.error.issues, { where: 'client' })
  return parsed.data
}

/** Refuses APIs that are not here, and returns notes about scopes. @throws Refused */
export async function checkApis(
  registration: ClientConfig,
  { provisioning }: CommandContext,
): Promise<readonly string[]> {
  const { apis: named = [] } = registration
  const apis = (await provisioning.listApis()).map((one) => one.api)
  const missing = named.find((one) => !apis.some((api) => isSameResource(api.identifier, one.identifier)))
  if (missing !== undefined) {
    const known = apis.map((api) => api.identifier).join(', ') || 'none'
    throw new Refused(`apis: ${missing.identifier} is not an API here; known: ${known}`)
  }
  return toNotes([...scopeWarnings(registration, apis), ...redirectWarnings(registration)])
}
