const faults: readonly (readonly [RegExp, string])[] = [
  [/does not match certificate|altname/i, 'use a host name that the certificate has'],
  [/certificate (?:has expired|is not yet valid)/i, 'have it renewed, or correct the clock of this computer'],
  [/self[- ]signed certificate|unable to (?:verify|get)|issuer certificate/i, 'name its authority in outbound.ca'],
]

/**
 * Says why the certificate of a server was refused, and what to do; undefined for other errors. By the words of OpenSSL and
 * Node: libraries replace the code of an error by one of their own.
 */
export function certificateFault(error: unknown): string | undefined {
  const text = error instanceof Error ? error.message : String(error)
  const [, fix] = faults.find(([words]) => words.test(text)) ?? []
  return fix === undefined ? undefined : `its certificate is refused (${text.replaceAll(/\s+/g, ' ').trim()}): ${fix}`
}
