/**
 * Describes why a URL could not be fetched, with the reason of the system, which `fetch` hides in `cause`; and asks whether http and https
 * were confused, if that is likely. The query is left out, since it may have a secret.
 */
export function explainFetchFailure(url: string, thrown: unknown): string {
  const { origin, pathname, protocol } = new URL(url)
  const slow = thrown instanceof Error && thrown.name === 'TimeoutError'
  const reason = slow ? 'it timed out' : reasonOf(thrown)
  return `${origin}${pathname} could not be reached: ${reason}${schemeHint(protocol, reason)}`
}

function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'unknown failure'
  const { cause } = thrown
  if (!(cause instanceof Error)) return thrown.message
  const [first] = cause instanceof AggregateError ? cause.errors : [cause]
  const { code, message } = (first ?? cause) as { readonly code?: unknown; readonly message: string } // Node's errors have a code
  const words = message.replace(/\s+/g, ' ').trim().slice(0, 200)
  return typeof code === 'string' && !words.includes(code) ? `${code}: ${words}` : words
}

/** A TLS handshake that meets plain http fails in its first record; plain http that meets TLS is cut off. */
function schemeHint(protocol: string, reason: string): string {
  if (protocol === 'https:' && /SSL_WRONG_VERSION|SSL_PACKET|wrong version number|EPROTO/i.test(reason))
    return ': is it http?'
  if (protocol === 'http:' && /other side closed|ECONNRESET|socket hang up|HPE_/i.test(reason)) return ': is it https?'
  return ''
}
