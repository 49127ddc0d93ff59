/** A client's id and secret as sent in an `Authorization: Basic` header. */
export interface BasicCredentials {
  readonly clientId: string
  readonly clientSecret: string
  /** The same pair without percent-decoding, as many clients send it in spite of RFC 6749 §2.3.1. */
  readonly undecoded: { readonly clientId: string; readonly clientSecret: string }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Formats an `Authorization: Basic` header with form-encoded id and secret (RFC 6749 §2.3.1). */
export function formatBasicCredentials(clientId: string, clientSecret: string): string {
  return `Basic ${btoa(`${formEncode(clientId)}:${formEncode(clientSecret)}`)}`
}

/** Parses an `Authorization: Basic` header; undefined if it is malformed (RFC 7617 §2, RFC 6749 §2.3.1). */
export function parseBasicCredentials(header: string): BasicCredentials | undefined {
  const match = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(header)
  const text = match?.[1] === undefined ? undefined : decodeBase64(match[1])
  const colon = text?.indexOf(':') ?? -1
  if (text === undefined || colon < 1) return undefined
  const undecoded = { clientId: text.slice(0, colon), clientSecret: text.slice(colon + 1) }
  return {
    clientId: formDecode(undecoded.clientId),
    clientSecret: formDecode(undecoded.clientSecret),
    undecoded,
  }
}

function decodeBase64(text: string): string | undefined {
  try {
    return decodeText(atob(text))
  } catch {
    return undefined
  }
}

/** Reads bytes as UTF-8, as the challenge asks (RFC 7617 §2.1), and as Latin-1 if they are not UTF-8. */
function decodeText(bytes: string): string {
  if (!/[\x80-\xff]/.test(bytes)) return bytes
  try {
    return strictUtf8.decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)))
  } catch {
    return bytes
  }
}

function formEncode(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1)
}

function formDecode(text: string): string {
  if (!/[%+]/.test(text)) return text
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
