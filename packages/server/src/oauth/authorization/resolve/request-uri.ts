import { parameter } from '@valetkey/protocol'
import type { Client } from '../../client.ts'
import type { OutboundResult } from '../../outbound.ts'
import { readClient } from '../recipient.ts'
import { resolveObject } from './resolve-object.ts'
import { type RequestResolver, UnresolvedRequest } from './resolver.ts'

const longestObject = 50_000

/**
 * A request object by reference, at a URL that the client registered (OIDC Core §6.2, RFC 9101 §5.2). It is loaded for
 * each request. A fragment of the URL is not compared with the object: the signature proves more than its hash.
 */
export const requestUri: RequestResolver = {
  name: 'request_uri',
  metadata: { request_uri_parameter_supported: true, require_request_uri_registration: true },
  recognizes: (sent) => parameter(sent, 'request_uri') !== undefined,
  isHidden: () => true,
  async resolve(sent, services) {
    const client = await readClient(sent, services.stores)
    const refuse = (fault: string): never => {
      throw new UnresolvedRequest('invalid_request_uri', `request_uri ${fault}`, sent, 'OIDC Core §6.2')
    }
    const [uri = '', second] = sent.get('request_uri') ?? []
    if (second !== undefined) refuse('was sent more than once: send one')
    if (!isRegistered(uri, client)) refuse('is not registered: add it to request_uris of the client')
    const loaded = await services.outbound.fetch(withoutFragment(uri), {
      accept: 'application/oauth-authz-req+jwt, application/jwt',
      maxBytes: longestObject,
    })
    const object = readResponse(loaded)
    if ('fault' in object) return refuse(object.fault)
    return resolveObject(object.text, sent, client, services)
  },
}

/** A registered URL with a fragment, the hash of its content, also counts without it (OIDC Registration §2). */
function isRegistered(uri: string, { metadata }: Client): boolean {
  return (metadata.request_uris ?? []).some((one) => one === uri || withoutFragment(one) === withoutFragment(uri))
}

function withoutFragment(uri: string): string {
  return uri.split('#', 1)[0] ?? ''
}

function readResponse(loaded: OutboundResult): { readonly text: string } | { readonly fault: string } {
  if (loaded.outcome === 'refused') return { fault: loaded.description }
  if (loaded.status !== 200) return { fault: `responded with the status ${loaded.status}: serve the request object` }
  return { text: new TextDecoder().decode(loaded.body).trim() }
}
