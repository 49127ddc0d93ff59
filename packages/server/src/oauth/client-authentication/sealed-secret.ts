/** Encrypts and decrypts a text under the server's secret. */
export interface Seal {
  seal(text: string): string
  open(sealed: string): string | undefined
}

const prefix = 'sealed:'

/** Whether a secret is stored encrypted, and not as a hash. */
export function isSealedSecret(stored: string): boolean {
  return stored.startsWith(prefix)
}

/** Encrypts the secret of a client that makes MACs with it. It is bound to the client: in the row of another it cannot be opened. */
export function sealClientSecret(clientId: string, secret: string, { seal }: Pick<Seal, 'seal'>): string {
  return prefix + seal(`${bindingOf(clientId)}${secret}`)
}

/** Decrypts a secret; undefined for a hash, for the secret of another client, and under another secret of the server. */
export function openClientSecret(clientId: string, stored: string, { open }: Pick<Seal, 'open'>): string | undefined {
  if (!isSealedSecret(stored)) return undefined
  const text = open(stored.slice(prefix.length))
  const binding = bindingOf(clientId)
  return text?.startsWith(binding) ? text.slice(binding.length) : undefined
}

function bindingOf(clientId: string): string {
  return `valetkey client secret ${JSON.stringify(clientId)}\n`
}
