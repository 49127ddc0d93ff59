import type { Pages } from '../ports.ts'
import type { OAuthRequest, Reply } from '../request.ts'
import { dropInheritedFragment } from './inherited-fragment.ts'

/** Adapts a redirect to the browser that asked: one to an app's own scheme may need a page (RFC 8252 §7.1). */
export function toBrowser(request: OAuthRequest, reply: Reply, pages: Pick<Pages, 'toApp'>): Reply {
  return leadsToScheme(reply) ? pages.toApp(request, reply) : dropInheritedFragment(request, reply)
}

/** Checks whether a reply is a redirect to an app's own scheme: neither to a web page nor to a path of this server. */
function leadsToScheme({ status, headers }: Reply): boolean {
  return status === 303 && typeof headers.location === 'string' && !/^(?:https?:|\/)/i.test(headers.location)
}
