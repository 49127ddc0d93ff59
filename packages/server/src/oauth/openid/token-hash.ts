import { hash } from 'node:crypto'
import type { SigningAlgorithm } from '../signing-algorithms.ts'

/** Hashes an access token or a code for an ID token: the left half of the hash of the signing algorithm (OIDC Core §3.1.3.6). */
export function tokenHash(token: string, algorithm: SigningAlgorithm): string {
  // Ed25519 signs by way of SHA-512 (RFC 8032 §5.1); the numbers in the other names are those of SHA-2.
  const digest = hash(/256$/.test(algorithm) ? 'sha256' : 'sha512', token, 'buffer')
  return digest.subarray(0, digest.length / 2).toString('base64url')
}
