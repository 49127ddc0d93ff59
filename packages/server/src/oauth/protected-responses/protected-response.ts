import type { Client } from '../client.ts'
import { defaultClientAlgorithm, type SigningAlgorithm, signingAlgorithms } from '../signing-algorithms.ts'
import { contentEncryptionNames, keyEncryptionNames } from './encryption-algorithms.ts'

/**
 * The responses that are signed, and on request encrypted, for a client: ID tokens, UserInfo responses and authorization responses
 * (OIDC Registration §2, JARM §3). The members of both kinds of metadata begin with these names.
 */
export const protectedResponses = ['id_token', 'userinfo', 'authorization'] as const

export type ProtectedResponse = (typeof protectedResponses)[number]

/** Returns the algorithm that signs a kind of response; undefined if the client is registered for none. */
export function registeredAlgorithm({ metadata }: Client, kind: ProtectedResponse): SigningAlgorithm | undefined {
  // It was checked when the client was registered.
  return metadata[`${kind}_signed_response_alg`] as SigningAlgorithm | undefined
}

/** Returns the algorithm that signs a kind of response that is always signed. */
export function signingAlgorithmFor(client: Client, kind: ProtectedResponse): SigningAlgorithm {
  return registeredAlgorithm(client, kind) ?? defaultClientAlgorithm
}

/** What encrypts a kind of response; undefined if the client is not registered for that. */
export function encryptionOf(
  { metadata }: Client,
  kind: ProtectedResponse,
): { readonly alg: string; readonly enc: string } | undefined {
  const alg = metadata[`${kind}_encrypted_response_alg`]
  if (alg === undefined) return undefined
  return { alg, enc: metadata[`${kind}_encrypted_response_enc`] ?? defaultContentEncryption }
}

/** Encrypts content if a client registers an algorithm for the key alone (OIDC Registration §2, JARM §3). */
const defaultContentEncryption = 'A128CBC-HS256'

/** Lists the members of the server's metadata about one kind of response (OIDC Discovery §3, JARM §4). */
export function describeProtection(kind: ProtectedResponse): Readonly<Record<string, readonly string[]>> {
  return {
    [`${kind}_signing_alg_values_supported`]: signingAlgorithms,
    [`${kind}_encryption_alg_values_supported`]: keyEncryptionNames,
    [`${kind}_encryption_enc_values_supported`]: contentEncryptionNames,
  }
}
