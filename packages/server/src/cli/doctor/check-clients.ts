import { isLoopback, redirectUriFault } from '@valetkey/protocol'
import type { Config } from '../../config/read-config.ts'
import { redirectWarnings } from '../../management/apply/warnings.ts'
import { registrationFaults } from '../../management/client-registration.ts'
import type { ClientEntry } from '../../management/ports.ts'
import { type Client, type ClientRegistration, toClient } from '../../oauth/client.ts'
import { isRandomSecret } from '../../oauth/client-authentication/random-secret.ts'
import { isSealedSecret } from '../../oauth/client-authentication/sealed-secret.ts'
import { standardFeatures } from '../../oauth/features.ts'
import { allows } from '../../oauth/insecure-option.ts'
import { type Finding, toWarning } from './finding.ts'

/** A client, and its secret if the file contains it. */
interface Subject {
  readonly client: Client
  readonly secret: string | undefined
  readonly issuerIsLoopback: boolean
  readonly allowPrivateHttp: boolean | undefined
}

/** Checks the clients of the file and of the database against RFC 9700. */
export function checkClients(config: Config, stored: readonly ClientEntry[]): readonly Finding[] {
  const clients = config.clients ?? []
  const named = clients.map((one) => one.client_id)
  const others = stored.filter((one) => !named.includes(one.registration.client_id))
  const check = (registration: ClientRegistration, secretHash: string | undefined) => {
    const { client_secret: secret } = registration
    const allowPrivateHttp = registration.dangerously_allow_http_redirects
    const client = toClient(registration, secretHash, standardFeatures)
    const subject = { client, secret, issuerIsLoopback: config.isLoopback, allowPrivateHttp }
    return checks.flatMap((one) => one(subject).map((found) => ({ ...found, where: `client ${subject.client.id}` })))
  }
  return [
    ...clients.flatMap((one) => [...refusals(one), ...check(one, one.client_secret ?? one.client_secret_hash)]),
    ...others.flatMap(({ registration, secretHash }) => [
      ...check(registration, secretHash),
      ...redirectWarnings(registration).map(toWarning),
    ]),
  ]
}

/** Faults that prevent the server from starting. Redirect URIs are checked below, for stored clients too. */
function refusals(registration: ClientRegistration): readonly Finding[] {
  return registrationFaults(registration, standardFeatures)
    .filter(({ what }) => !what.startsWith('redirect_uris: '))
    .map(({ what, fix, clause }) => ({
      level: 'error',
      where: `client ${registration.client_id}`,
      what,
      fix: `${fix === undefined ? '' : `${fix}; `}the server refuses to start until it is fixed`,
      ...(clause === undefined ? {} : { clause }),
    }))
}

type Check = (subject: Subject) => readonly Omit<Finding, 'where'>[]

const checks: readonly Check[] = [
  ({ client }) =>
    standardFeatures.insecureOptions
      .filter((one) => allows(client, one))
      .map((one) => ({
        level: one.isTolerableFor?.(client) ? 'warning' : 'error',
        what: `dangerously.${one.option}: ${one.cost}`,
        fix: `${one.instead} and remove dangerously.${one.option}`,
        clause: one.clause,
      })),
  ({ client, allowPrivateHttp }) =>
    client.redirectUris.flatMap((uri) => {
      const fault = redirectUriFault(uri, { allowPrivateHttp })
      return fault === undefined
        ? []
        : [{ ...fault, level: 'error', what: `redirect_uris: ${uri} ${fault.what}` } as const]
    }),
  ({ client, issuerIsLoopback }) =>
    issuerIsLoopback || client.applicationType === 'native'
      ? []
      : client.redirectUris.filter(isLoopback).map((uri) => ({
          level: 'warning',
          what: `redirect_uris: ${uri} leads to the user’s own computer, but this is a web client`,
          fix: 'remove it in production, or register a client of its own for development',
          clause: 'RFC 9700 §4.1.3',
        })),
  ({ client }) =>
    client.redirectUris
      .filter((uri) => isLoopback(uri) && new URL(uri).hostname === 'localhost' && client.applicationType === 'native')
      .map((uri) => ({
        level: 'warning',
        what: `redirect_uris: ${uri} names localhost, which may resolve to another computer`,
        fix: 'use 127.0.0.1 or [::1]',
        clause: 'RFC 8252 §8.3',
      })),
  ({ client, secret }) => checkSecret(client, secret),
]

const shortest = 16

function checkSecret({ secretHash }: Client, secret: string | undefined): readonly Omit<Finding, 'where'>[] {
  const fix = 'valetkey client rotate-secret generates one of 256 random bits'
  const clause = 'RFC 6819 §5.1.4.2.2'
  if (secret !== undefined && (secret.length < shortest || new Set(secret).size < 8)) {
    return [
      {
        level: 'error',
        what: `client_secret can be guessed: it is shorter than ${shortest} characters or repeats itself`,
        fix,
        clause,
      },
    ]
  }
  const isWeak =
    secret === undefined
      ? secretHash !== undefined && !secretHash.startsWith('sha256:') && !isSealedSecret(secretHash)
      : !isRandomSecret(secret)
  return isWeak ? [{ level: 'warning', what: 'client_secret is not one of 256 random bits', fix, clause }] : []
}
