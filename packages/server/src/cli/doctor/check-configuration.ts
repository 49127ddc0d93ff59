import { portOf } from '../../config/issuer.ts'
import type { Config } from '../../config/read-config.ts'
import { standardFeatures } from '../../oauth/features.ts'
import { checkDatabaseTransport } from './check-database-transport.ts'
import type { Finding } from './finding.ts'

const hour = 3600
const day = 86_400
const thisComputer = ['127.0.0.1', 'localhost', '::1']

/** Checks the settings of the server itself. */
export function checkConfiguration(
  config: Config,
  environment: Readonly<Record<string, string | undefined>>,
  hasKeys: boolean,
): readonly Finding[] {
  return [
    ...checkSecret(config, environment, hasKeys),
    ...checkTransport(config),
    ...checkDatabaseTransport(config.database, environment),
    ...checkLifetimes(config),
    ...checkRegistration(config),
    ...checkPlayground(config),
  ]
}

function checkSecret(
  { secret, secret_file: inOtherFile, isLoopback }: Config,
  environment: Readonly<Record<string, string | undefined>>,
  hasKeys: boolean,
): readonly Finding[] {
  const fix = 'set VALETKEY_SECRET or VALETKEY_SECRET_FILE to what `openssl rand -base64 32` prints'
  if (secret === undefined) {
    if (isLoopback) return []
    return [{ level: 'error', where: 'secret', what: 'is missing: the server refuses to start without it', fix }]
  }
  const change = hasKeys ? `${fix}; keys made under the old one cannot be read then, so start with a new database` : fix
  const inFile = !environment.VALETKEY_SECRET && !environment.VALETKEY_SECRET_FILE && inOtherFile === undefined
  return [
    ...(secret.length < 32 || new Set(secret).size < 12
      ? [
          {
            level: 'error',
            where: 'secret',
            what: 'is short or repeats itself, so it can be guessed',
            fix: change,
          } as const,
        ]
      : []),
    ...(inFile
      ? [
          {
            level: 'warning',
            where: 'secret',
            what: 'is in the configuration file, which is often copied',
            fix: 'pass the same secret as VALETKEY_SECRET_FILE',
          } as const,
        ]
      : []),
  ]
}

function checkTransport({ issuer, isLoopback, tls, listen, outbound }: Config): readonly Finding[] {
  const https = issuer.startsWith('https:')
  const behindProxy = listen.trustedProxies.length > 0 || (https && tls === undefined)
  return [
    ...(isLoopback && !thisComputer.includes(listen.host)
      ? [
          {
            level: 'error',
            where: 'listen.host',
            what: `${listen.host} lets other computers in over plain http, though the issuer is on this one`,
            fix: 'set it to 127.0.0.1, or give the server an https issuer',
            clause: 'RFC 9700 §2.6',
          } as const,
        ]
      : []),
    ...(isLoopback && !behindProxy && listen.port !== 0 && portOf(issuer) !== listen.port
      ? [
          {
            level: 'warning',
            where: 'listen.port',
            what: `the server listens on ${listen.port}, and its issuer ${issuer} leads to port ${portOf(issuer)}, where users and clients will look for it`,
            fix: 'give both the same port, or leave listen.port out',
          } as const,
        ]
      : []),
    ...(https && !isLoopback && tls === undefined && listen.trustedProxies.length === 0
      ? [
          {
            level: 'warning',
            where: 'listen.trustedProxies',
            what: 'is empty, although https ends at a proxy: limits by address count all users behind it as one',
            fix: 'name the proxy by address or network, such as [10.0.0.10] or [10.0.0.0/8], or set tls to serve https without one',
          } as const,
        ]
      : []),
    ...(outbound.allowHosts.length > 0
      ? [
          {
            level: 'warning',
            where: 'outbound.allowHosts',
            what: `lets the server request ${outbound.allowHosts.join(', ')}, inside your network or without TLS, for any client that names a URL there`,
            fix: 'keep only hosts that need it',
            clause: 'RFC 9700 §4.11',
          } as const,
        ]
      : []),
  ]
}

function checkLifetimes({ lifetimes, apis = [] }: Config): readonly Finding[] {
  const tooLong = (where: string, what: string, fix: string): Finding => ({
    level: 'warning',
    where,
    what,
    fix,
    clause: 'RFC 9700 §2.2',
  })
  return [
    ...(lifetimes.accessToken > hour
      ? [
          tooLong(
            'lifetimes.accessToken',
            `${lifetimes.accessToken} s: who steals a token may use it that long`,
            `set it to ${hour} or less; clients refresh by themselves`,
          ),
        ]
      : []),
    ...apis
      .filter((api) => api.tokenFormat === 'jwt' && (api.accessTokenLifetime ?? 0) > hour)
      .map((api) =>
        tooLong(
          `apis: ${api.identifier}: accessTokenLifetime`,
          `${api.accessTokenLifetime} s: a revoked JWT is accepted until it expires`,
          `set it to ${hour} or less, or tokenFormat to opaque`,
        ),
      ),
    ...(lifetimes.code > 60
      ? [tooLong('lifetimes.code', `${lifetimes.code} s: a code is redeemed within seconds`, 'set it to 60 or less')]
      : []),
    ...(lifetimes.refreshTokenIdle > 90 * day
      ? [
          tooLong(
            'lifetimes.refreshTokenIdle',
            `${Math.round(lifetimes.refreshTokenIdle / day)} days: a forgotten refresh token stays alive`,
            'set it to 90 days (7776000) or less',
          ),
        ]
      : []),
    ...(lifetimes.session > 30 * day
      ? [
          tooLong(
            'lifetimes.session',
            `${Math.round(lifetimes.session / day)} days of being logged in`,
            'set it to 30 days (2592000) or less',
          ),
        ]
      : []),
  ]
}

/** An insecure option of dynamic clients is given to strangers. */
function checkRegistration({ registration, dynamicClients: { dangerously = {} } }: Config): readonly Finding[] {
  if (registration === 'closed') return []
  return standardFeatures.insecureOptions
    .filter(({ option }) => dangerously[option] === true)
    .map(({ option, cost, clause }) => ({
      level: 'error',
      where: `dynamicClients.dangerously.${option}`,
      what: `gives every client that registers itself what OAuth 2.1 forbids: ${cost}`,
      fix: 'remove it, and allow it only to the clients that need it',
      clause,
    }))
}

/** The playground shows tokens and secrets, and sends requests to any server, at the origin of the login pages. */
function checkPlayground({ issuer, playground }: Config): readonly Finding[] {
  if (!playground || issuer.startsWith('http:')) return []
  return [
    {
      level: 'warning',
      where: 'playground',
      what: 'serves a page that shows tokens and may send requests to any server, at the origin where users log in',
      fix: 'remove it; for a test, use a server at another host',
    },
  ]
}
