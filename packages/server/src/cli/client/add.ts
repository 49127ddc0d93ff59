import { toNotes } from '../../management/apply/warnings.ts'
import { addClient as add, readNewClient } from '../../management/clients/add-client.ts'
import { isPublic, toClient } from '../../oauth/client.ts'
import { standardFeatures } from '../../oauth/features.ts'
import { defaultAuthenticationMethod } from '../../oauth/registration-defaults.ts'
import { random } from '../../secrets/random.ts'
import type { CommonOptions } from '../command.ts'
import { type Outcome, toFacts } from '../output.ts'
import { readSecret } from '../read-secret.ts'
import { UsageError } from '../refusals.ts'
import { withDatabase } from '../with-database.ts'
import { readInsecureFlags } from './insecure-flags.ts'
import { readJwks } from './read-jwks.ts'
import { secretStorage } from './secret-storage.ts'

/** The flags of insecure options are read by `readInsecureFlags`. */
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
  readonly jwks?: string
  readonly jwksUri?: string
  readonly applicationType?: string
  readonly uri?: string
  readonly secretStdin?: boolean
  readonly dangerouslyAllowHttpRedirects?: boolean
}

/** @throws ManagementError, UsageError */
export async function addClient(id: string, options: AddClientOptions): Promise<Outcome> {
  const named = authenticationMethodOf(options)
  const method = standardFeatures.clientAuthenticationMethods.find((one) => one.name === named)
  if (method?.needsSecret === false && options.secretStdin) {
    const kind = method.isConfidential ? `a client of ${method.name}` : 'a public client'
    throw new UsageError(`${kind} has no secret: leave out --secret-stdin`)
  }
  const client_secret = options.secretStdin ? await readClientSecret(id) : undefined
  const members = { ...toRegistration(id, options), client_secret }
  const client = readNewClient(members, { features: standardFeatures, random })
  return withDatabase(options, 'create', async ({ provisioning: store, features, now, secret }) => {
    const storage = secretStorage(secret)
    const { entry, warnings } = await add(client, { store, now, source: 'command', ...storage, features })
    const { generatedSecret: shown } = client
    const effective = toClient(entry.registration, entry.secretHash, standardFeatures)
    return {
      text: toText(id, isPublic(effective), shown, method?.keepsSecret ? 'encrypted' : 'as a hash'),
      data: { ...entry.registration, ...(shown === undefined ? {} : { client_secret: shown }) },
      notes: toNotes(warnings),
    }
  })
}

function authenticationMethodOf(options: AddClientOptions): string | undefined {
  if (options.public) return defaultAuthenticationMethod(false)
  const hasKeys = options.jwks !== undefined || options.jwksUri !== undefined
  const byKeys = standardFeatures.clientAuthenticationMethods.find((one) => one.needsKeys)
  return options.authMethod ?? (hasKeys && !options.secretStdin ? byKeys?.name : undefined)
}

/** @throws UsageError */
export async function readClientSecret(id: string): Promise<string> {
  const source = { stdin: true, stdinOption: '--secret-stdin', variable: 'VALETKEY_CLIENT_SECRET', isNew: true }
  return readSecret({ what: `secret of ${id}`, ...source })
}

function toText(id: string, withoutSecret: boolean, secret: string | undefined, stored: string): string {
  if (withoutSecret) return `added public client ${id}: it has no secret and must use PKCE`
  if (secret === undefined) return `added client ${id}`
  return `added client ${id}\n\n${toFacts([
    ['client_id', id],
    ['client_secret', secret],
  ])}\n\nThe secret is stored ${stored}: it is not shown again.`
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
    jwks: options.jwks === undefined ? undefined : readJwks(options.jwks),
    jwks_uri: options.jwksUri,
    application_type: options.applicationType,
    scope: options.scope,
    ...(options.api === undefined ? {} : { apis: options.api.map(readApi) }),
    dangerously: readInsecureFlags({ ...options }),
    ...(options.dangerouslyAllowHttpRedirects ? { dangerously_allow_http_redirects: true } : {}),
  }
}

/** Returns the grant types of a client that is added without --grant-type. */
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
