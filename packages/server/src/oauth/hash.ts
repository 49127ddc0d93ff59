import { hash } from 'node:crypto'

declare const kind: unique symbol

/** Names the kinds of secrets that are stored by their hash; a hash of one kind never equals one of another. */
export type SecretKind = 'code' | 'access_token' | 'session' | 'browser' | 'client_secret'

/** Is the hash of a secret of one kind: passing a plain string, or another kind, does not compile. */
export type Hash<K extends SecretKind> = string & { readonly [kind]: K }

/** Hashes a secret of at least 128 random bits, with its kind in the hash. */
export function hashSecret<K extends SecretKind>(secretKind: K, secret: string): Hash<K> {
  return hash('sha256', `${secretKind}:${secret}`, 'base64url') as Hash<K> // the one place where hashes are made
}
