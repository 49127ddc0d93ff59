import type { ClientRegistration } from '../oauth/client.ts'
import { readKeySet } from '../oauth/client-keys/key-set.ts'
import { chooseKey } from '../oauth/protected-responses/encryption.ts'
import {
  contentEncryptionNames,
  keyEncryptionNames,
  keyEncryptions,
} from '../oauth/protected-responses/encryption-algorithms.ts'
import { type ProtectedResponse, protectedResponses } from '../oauth/protected-responses/protected-response.ts'
import { signingAlgorithms } from '../oauth/signing-algorithms.ts'

/** What is wrong with one member: what follows its name, and the fix. */
export interface ProtectionFault {
  readonly member: string
  readonly what: string
  readonly fix: string
  readonly clause: string
}

/** Lists what is wrong with how responses are to be signed and encrypted for a client (OIDC Registration §2, JARM §3). */
export function protectedResponseFaults(client: ClientRegistration): readonly ProtectionFault[] {
  return protectedResponses.flatMap((kind) => faultsOf(kind, client))
}

function faultsOf(kind: ProtectedResponse, client: ClientRegistration): readonly ProtectionFault[] {
  const [signing, key, content] = [
    `${kind}_signed_response_alg`,
    `${kind}_encrypted_response_alg`,
    `${kind}_encrypted_response_enc`,
  ] as const
  const clause = kind === 'authorization' ? 'JARM §3' : 'OIDC Registration §2'
  const hasKeys = client.jwks !== undefined || client.jwks_uri !== undefined
  const faults = [
    unknown(signing, client[signing], signingAlgorithms),
    unknown(key, client[key], keyEncryptionNames),
    unknown(content, client[content], contentEncryptionNames),
    client[key] !== undefined && !hasKeys
      ? {
          member: key,
          what: `: ${client[key]} needs a public key of the client`,
          fix: 'set jwks_uri or jwks, with a key whose use is enc',
        }
      : undefined,
    missingKey(key, client),
    client[content] !== undefined && client[key] === undefined
      ? { member: content, what: ` is given without ${key}`, fix: `set ${key}, or remove it` }
      : undefined,
  ]
  return faults.flatMap((one) => (one === undefined ? [] : [{ ...one, clause }]))
}

/** Keys at `jwks_uri` may change; those of a registration do not. */
function missingKey(member: `${ProtectedResponse}_encrypted_response_alg`, client: ClientRegistration) {
  const keys = client.jwks && readKeySet(client.jwks)
  const algorithm = keyEncryptions.find((one) => one.name === client[member])
  if (keys === undefined || algorithm === undefined || chooseKey(keys, algorithm) !== undefined) return undefined
  const what = `: ${algorithm.name} needs a key that jwks lacks`
  return { member, what, fix: `add a public key of the kind ${algorithm.kinds.join(', ')} with use enc` }
}

function unknown(member: string, value: string | undefined, known: readonly string[]) {
  if (value === undefined || known.includes(value)) return undefined
  return { member, what: `: ${value} is not served`, fix: `known: ${known.join(', ')}` }
}
