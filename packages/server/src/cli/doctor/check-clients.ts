import { isLoopback, redirectUriFault } from '@valetkey/protocol'
import type { Config } from '../../config/read-config.ts'
import { redirectWarnings } from '../../management/apply/warnings.ts'
import { clientFaults } from '../../management/client-faults.ts'
import type { ClientEntry } from '../../management/ports.ts'
import { standardServed } from '../../management/served.ts'
import { type Client, type ClientRegistration, isPublic, toClient } from '../../oauth/client.ts'
import { isRandomSecret } from '../../oauth/client-authentication/random-secret.ts'
import { type Finding, toWarning } from './finding.ts'

/** A client, and its secret where the file shows it. */
interface Subject {
  readonly client: Client
  readonly secret: string | undefined
  readonly issuerIsLoopback: boolean
  readonly allowPrivateHttp: boolean | undefined
}

/** Checks every client, of the file and of the database, against RFC 9700. */
export function checkClients(config: Config, stored: readonly ClientEntry[]): readonly Finding[] {
  const clients = config.clients ?? []
  const named = clients.map((one) => one.client_id)
  const others = stored.filter((one) => !named.includes(one.registration.client_id))
  const check = (registration: ClientRegistration, secretHash: string | undefined) => {
    const { client_secret: secret } = registration
    const allowPrivateHttp = registration.dangerously_allow_http_redirects
    const client = toClient(registration, secretHash)
    const subject = { client, secret, issuerIsLoopback: config.isLoopback, allowPrivateHttp }
    return checks.flatMap((one) => one(subject).map((found) => ({ ...found, where: `client ${subject.client.id}` })))
  }
  return [
    ...clients.flatMap((one) => [
      ...registrationFaults(one),
      ...check(one, one.client_secret ?? one.client_secret_hash),
    ]),
    ...others.flatMap(({ registration, secretHash }) => [
      ...check(registration, secretHash),
      ...redirectWarnings(registration).map(toWarning),
    ]),
  ]
}

function registrationFaults(registration: ClientRegistration): readonly Finding[] {
  return clientFaults(registration, standardServed)
    .filter((fault) => !fault.startsWith('redirect_uris: '))
    .map((what) => ({
      level: 'wrong',
      where: `client ${registration.client_id}`,
      what,
      fix: 'the server refuses to start until it is fixed',
    }))
}

type Check = (subject: Subject) => readonly Omit<Finding, 'where'>[]

/** The checks, one a rule. */
const checks: readonly Check[] = [
  ({ client }) =>
    client.allowImplicit
      ? [
          {
            level: 'wrong',
            what: 'implicit: tokens pass through the address bar, where history, logs and scripts read them',
            fix: 'use authorization_code with PKCE and remove dangerously.allowImplicit',
            clause: 'RFC 9700 §2.1.2',
          },
        ]
      : [],
  ({ client }) =>
    client.allowPassword
      ? [
          {
            level: 'wrong',
            what: 'password: the client takes people’s passwords',
            fix: 'use authorization_code and remove dangerously.allowPassword',
            clause: 'RFC 9700 §2.4',
          },
        ]
      : [],
  ({ client }) =>
    client.allowWithoutPkce
      ? [
          {
            level: isPublic(client) ? 'wrong' : 'warning',
            what: 'without PKCE a stolen code can be redeemed by the thief',
            fix: 'let the client send code_challenge and remove dangerously.allowWithoutPkce',
            clause: 'RFC 9700 §2.1.1',
          },
        ]
      : [],
  ({ client, allowPrivateHttp }) =>
    client.redirectUris.flatMap((uri) => {
      const fault = redirectUriFault(uri, { allowPrivateHttp })
      return fault === undefined
        ? []
        : [{ level: 'wrong', what: `redirect_uris: ${uri} ${fault}`, fix: 'register an https URI in full' } as const]
    }),
  ({ client, issuerIsLoopback }) =>
    issuerIsLoopback || client.applicationType === 'native'
      ? []
      : client.redirectUris.filter(isLoopback).map((uri) => ({
          level: 'warning',
          what: `redirect_uris: ${uri} leads to the person’s own computer, and this is a web client`,
          fix: 'remove it in production, or register a client of its own for development',
          clause: 'RFC 9700 §4.1.3',
        })),
  ({ client }) =>
    client.redirectUris
      .filter((uri) => isLoopback(uri) && new URL(uri).hostname === 'localhost' && client.applicationType === 'native')
      .map((uri) => ({
        level: 'warning',
        what: `redirect_uris: ${uri} names localhost, which may lead elsewhere`,
        fix: 'use 127.0.0.1 or [::1]',
        clause: 'RFC 8252 §8.3',
      })),
  ({ client, secret }) => checkSecret(client, secret),
]

const shortest = 16

function checkSecret({ secretHash }: Client, secret: string | undefined): readonly Omit<Finding, 'where'>[] {
  const fix = 'valetkey client rotate-secret makes one of 256 random bits'
  const clause = 'RFC 6819 §5.1.4.2.2'
  if (secret !== undefined && (secret.length < shortest || new Set(secret).size < 8)) {
    return [
      {
        level: 'wrong',
        what: `client_secret can be guessed: it is shorter than ${shortest} characters or repeats itself`,
        fix,
        clause,
      },
    ]
  }
  const isWeak =
    secret === undefined ? secretHash !== undefined && !secretHash.startsWith('sha256:') : !isRandomSecret(secret)
  return isWeak ? [{ level: 'warning', what: 'client_secret is not one of 256 random bits', fix, clause }] : []
}
