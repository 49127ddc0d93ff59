import { ClientError, type Step } from './client-error.ts'

/** Far more than any metadata, key set or token response needs. */
const mostBytes = 1_000_000

/**
 * Limits a response of the authorization server: reading more decompressed bytes of its body fails with a ClientError `unexpected`.
 * @throws ClientError `unexpected` for a status that HTTP does not define
 */
export function limitResponse(response: Response, during: Step): Response {
  const { status, body } = response
  if (status < 200 || status > 599) {
    throw new ClientError('unexpected', `${during}: the response has status ${status}`, { during, status })
  }
  if (body === null) return response
  let bytes = 0
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      bytes += chunk.byteLength
      if (bytes <= mostBytes) return controller.enqueue(chunk)
      const words = `${during}: the response has more than ${mostBytes} bytes`
      controller.error(new ClientError('unexpected', words, { during, status }))
    },
  })
  return new Response(body.pipeThrough(limit), response)
}
