import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ConfigError } from './config-error.ts'
import { whyUnreadable } from './describe-read-fault.ts'

/** Reads the certificates of `outbound.ca`. @throws ConfigError if the file has none, or one that cannot be parsed */
export function readOutboundCa(file: string): readonly string[] {
  const fault = (words: string, cause?: unknown) =>
    new ConfigError(`outbound.ca: ${file} ${words}; name a PEM file with certificates`, { cause })
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw fault(whyUnreadable(cause), cause)
  }
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  if (certificates.length === 0) throw fault('has no certificate')
  for (const [index, certificate] of certificates.entries()) {
    try {
      new X509Certificate(certificate)
    } catch (cause) {
      throw fault(`has a certificate that cannot be read, number ${index + 1}`, cause)
    }
  }
  return certificates
}
