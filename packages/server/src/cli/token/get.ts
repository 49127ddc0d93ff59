import { readFileSync } from 'node:fs'
import { formatBasicCredentials, metadataUrls } from '@valetkey/protocol'
import { isLoopbackUrl } from '../../config/issuer.ts'
import { readConfig } from '../../config/read-config.ts'
import { printable } from '../../observability/printable.ts'
import type { Outcome } from '../output.ts'
import { readSecret } from '../read-secret.ts'
import { Refused, UsageError } from '../refusals.ts'

export interface GetTokenOptions {
  readonly client?: string
  readonly secretFile?: string
  readonly secretStdin?: boolean
  readonly authMethod: string
  readonly scope?: string
  readonly resource?: readonly string[]
  readonly issuer?: string
  readonly config?: string
  readonly json?: boolean
}

const timeoutMs = 10_000

/** Requests a token from a running server with client credentials; the text is only the token. @throws Refused with the server's error */
export async function getToken(options: GetTokenOptions): Promise<Outcome> {
  const { client, authMethod } = options
  if (client === undefined) throw new UsageError('--client is missing: give the client_id')
  if (authMethod !== 'client_secret_basic' && authMethod !== 'client_secret_post') {
    throw new UsageError(`--auth-method ${authMethod}: must be client_secret_basic or client_secret_post`)
  }
  const { issuer } = readConfig({ file: options.config, environment: process.env, options: { issuer: options.issuer } })
  const secret = await findClientSecret(client, options)
  const endpoint = await findTokenEndpoint(issuer)
  const form = new URLSearchParams({ grant_type: 'client_credentials' })
  if (options.scope !== undefined) form.set('scope', options.scope)
  for (const resource of options.resource ?? []) form.append('resource', resource)
  const headers: Record<string, string> = { 'content-type': 'application/x-www-form-urlencoded' }
  if (authMethod === 'client_secret_basic') headers.authorization = formatBasicCredentials(client, secret)
  else
    for (const [name, value] of [
      ['client_id', client],
      ['client_secret', secret],
    ] as const)
      form.set(name, value)
  const { status, body } = await ask(endpoint, { method: 'POST', headers, body: form.toString() })
  if (status !== 200 || typeof body.access_token !== 'string') {
    const reason = [body.error, body.error_description]
      .filter((one) => typeof one === 'string')
      .map(printable)
      .join(': ')
    throw new Refused(`${endpoint} responded with ${status}${reason === '' ? '' : `: ${reason}`}`)
  }
  return { text: body.access_token, data: body }
}

async function findClientSecret(client: string, options: GetTokenOptions): Promise<string> {
  if (options.secretFile !== undefined) return readFileSync(options.secretFile, 'utf8').trim()
  return readSecret({
    what: `secret of ${client}`,
    stdin: options.secretStdin ?? false,
    stdinOption: '--secret-stdin or --secret-file FILE',
    variable: 'VALETKEY_CLIENT_SECRET',
    isNew: false,
  })
}

/** Reads the token endpoint from the metadata (RFC 8414 §3), whose issuer must match (§3.3). */
async function findTokenEndpoint(issuer: string): Promise<string> {
  const [url] = metadataUrls(issuer)
  if (url === undefined) throw new Refused(`${issuer} is not an issuer`)
  const { status, body } = await ask(url, {})
  if (status !== 200) throw new Refused(`${url} responded with ${status}: is ${issuer} an authorization server?`)
  if (body.issuer !== issuer)
    throw new Refused(`${url} names another issuer, ${printable(body.issuer)}: use that one (RFC 8414 §3.3)`)
  const { token_endpoint: endpoint } = body
  if (typeof endpoint !== 'string') throw new Refused(`${url} names no token_endpoint`)
  if (!endpoint.startsWith('https:') && !isLoopbackUrl(endpoint)) {
    throw new Refused(`${printable(endpoint)} is plain http: a secret is not sent there (RFC 6749 §3.2)`)
  }
  return endpoint
}

interface Asked {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

async function ask(url: string, init: RequestInit): Promise<Asked> {
  const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) }).catch(
    (cause) => {
      throw new Refused(`${url} cannot be reached: ${reasonOf(cause)}; is the server running?`, { cause })
    },
  )
  const text = await response.text()
  try {
    return { status: response.status, body: { ...JSON.parse(text) } }
  } catch {
    return { status: response.status, body: {} }
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  if (cause instanceof Error) return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message
  return error.message
}
