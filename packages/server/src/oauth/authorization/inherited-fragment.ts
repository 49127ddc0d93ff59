import type { OAuthRequest, Reply } from '../request.ts'

/**
 * Ends a redirect to an app with an empty fragment if a browser follows it. Otherwise the browser adds the fragment of the
 * request's own URL (RFC 9110 §10.2.2, Fetch §4.4), which the author of the link chose, and the app reads it next to a valid
 * response. Programs that read `Location` themselves inherit nothing and get it as it is: many split it as text. So do
 * private schemes, whose URIs are handed to programs as text.
 */
export function dropInheritedFragment(request: OAuthRequest, reply: Reply): Reply {
  const { location } = reply.headers
  if (typeof location !== 'string' || !/^https?:[^#]*$/i.test(location)) return reply
  if (request.headers.get('sec-fetch-mode') !== 'navigate') return reply
  return { ...reply, headers: { ...reply.headers, location: `${location}#` } }
}
