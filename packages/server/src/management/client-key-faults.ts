import { redirectUriFault } from '@valetkey/protocol'
import type { ClientRegistration } from '../oauth/client.ts'
import type { ClientAuthenticationMethod } from '../oauth/client-authentication/method.ts'
import { shortestJwtSecret } from '../oauth/client-authentication/verify-with-secret.ts'
import { keySetFault } from '../oauth/client-keys/key-set.ts'
import { signatureAlgorithmNames } from '../oauth/client-keys/signature-algorithms.ts'
import { contentEncryptionNames, keyEncryptionNames } from '../oauth/protected-responses/encryption-algorithms.ts'

/** A fault of one member: what follows its name, and the fix. */
export interface MemberFault {
  readonly member: string
  readonly what: string
  readonly fix?: string | undefined
  readonly clause?: string | undefined
}

interface SecretMembers {
  readonly client_secret?: string | undefined
  readonly client_secret_hash?: string | undefined
}

/** Lists what is wrong with the keys of a client, and with a secret that works like a key. */
export function keyFaults(
  client: ClientRegistration & SecretMembers,
  method: ClientAuthenticationMethod,
): readonly MemberFault[] {
  const { jwks, jwks_uri: url, token_endpoint_auth_signing_alg: algorithm } = client
  const faults: (MemberFault | undefined)[] = [
    jwks !== undefined && url !== undefined
      ? { member: 'jwks_uri', what: ' is given in addition to jwks', fix: 'remove one of them', clause: 'RFC 7591 §2' }
      : undefined,
    jwks === undefined ? undefined : inMember('jwks', keySetFault(jwks)),
    url === undefined ? undefined : inMember('jwks_uri', documentUrlFault(url)),
    method.needsKeys && jwks === undefined && url === undefined
      ? { member: 'jwks', what: ` is missing: ${method.name} needs public keys`, fix: 'set jwks or jwks_uri' }
      : undefined,
    signingAlgorithmFault(algorithm, method),
    ...requestObjectFaults(client),
    keptSecretFault(client, method),
  ]
  return faults.flatMap((one) => one ?? [])
}

function requestObjectFaults(client: ClientRegistration): readonly (MemberFault | undefined)[] {
  const {
    request_object_signing_alg: algorithm,
    request_object_encryption_alg: keyEncryption,
    request_object_encryption_enc: contentEncryption,
    request_uris: uris,
  } = client
  const hasKeys = client.jwks !== undefined || client.jwks_uri !== undefined
  // An encrypted object is signed as well.
  const needsKeys = (member: string, value: string | undefined) =>
    value !== undefined && !hasKeys
      ? { member, what: ' needs public keys of the client', fix: 'set jwks or jwks_uri' }
      : undefined
  return [
    notServed('request_object_signing_alg', algorithm, signatureAlgorithmNames),
    needsKeys('request_object_signing_alg', algorithm),
    notServed('request_object_encryption_alg', keyEncryption, keyEncryptionNames),
    needsKeys('request_object_encryption_alg', keyEncryption),
    notServed('request_object_encryption_enc', contentEncryption, contentEncryptionNames),
    contentEncryption !== undefined && keyEncryption === undefined
      ? {
          member: 'request_object_encryption_enc',
          what: ' is given without request_object_encryption_alg',
          fix: 'set request_object_encryption_alg, or remove it',
          clause: 'OIDC Registration §2',
        }
      : undefined,
    ...(uris ?? []).map((uri) => inMember('request_uris', documentUrlFault(uri))),
  ]
}

function notServed(member: string, value: string | undefined, known: readonly string[]): MemberFault | undefined {
  if (value === undefined || known.includes(value)) return undefined
  return { member, what: `: ${value} is not served`, fix: `known: ${known.join(', ')}` }
}

/** Why a URL cannot be the address of a document that this server loads: a clause that follows its member. */
export function documentUrlFault(text: string): string | undefined {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) return `: ${text} is not an absolute https URL`
  if (url.username !== '' || url.password !== '') return `: ${text} contains a user name or password`
  if (url.protocol === 'https:') return undefined
  // A host of a private network can be allowed by `outbound.allowHosts`.
  const isPublic = redirectUriFault(`${url.origin}/`, { allowPrivateHttp: true }) !== undefined
  return isPublic ? `: ${text} uses plain http` : undefined
}

function inMember(member: string, what: string | undefined): MemberFault | undefined {
  if (what === undefined) return undefined
  return { member, what: /^[:.]/.test(what) ? what : ` ${what}`, clause: member === 'jwks' ? 'RFC 7517 §4' : undefined }
}

function signingAlgorithmFault(
  algorithm: string | undefined,
  { name, signingAlgorithms = [] }: ClientAuthenticationMethod,
): MemberFault | undefined {
  if (algorithm === undefined || signingAlgorithms.includes(algorithm)) return undefined
  const member = 'token_endpoint_auth_signing_alg'
  if (signingAlgorithms.length === 0) return { member, what: `: ${name} signs nothing`, fix: 'remove it' }
  return { member, what: `: ${algorithm} is not served for ${name}`, fix: `known: ${signingAlgorithms.join(', ')}` }
}

/** What is wrong with a secret that makes MACs. */
export function keptSecretFault(
  { client_secret: secret, client_secret_hash: hash }: SecretMembers,
  { name, keepsSecret }: ClientAuthenticationMethod,
): MemberFault | undefined {
  if (!keepsSecret) return undefined
  if (secret === undefined && hash !== undefined) {
    return {
      member: 'client_secret_hash',
      what: `: ${name} needs the secret itself, and a hash verifies nothing`,
      fix: 'set client_secret instead, which is stored encrypted, or use private_key_jwt',
      clause: 'OIDC Core §10.1',
    }
  }
  const bytes = Buffer.byteLength(secret ?? '')
  if (secret === undefined || bytes >= shortestJwtSecret) return undefined
  return {
    member: 'client_secret',
    what: ` has ${bytes} bytes, and ${name} needs at least ${shortestJwtSecret}`,
    fix: 'set client_secret to the output of `openssl rand -base64 32`',
    clause: 'RFC 7518 §3.2',
  }
}
