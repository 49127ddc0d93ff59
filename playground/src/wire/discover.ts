import { metadataUrls } from '@valetkey/protocol'
import type { ServerMetadata } from '../flows/flow.ts'
import type { Answer, Draft, Explanation } from './exchange.ts'
import { readJson } from './send.ts'

/** A server's metadata, or why there is none. `url` is where it was found, or looked for last. */
export type Discovery =
  | { readonly outcome: 'found'; readonly url: string; readonly metadata: ServerMetadata }
  | { readonly outcome: 'failed'; readonly url: string | undefined; readonly explanation: Explanation }

/**
 * Loads the metadata of any issuer that the reader enters: from `oauth-authorization-server` (RFC 8414 §3), then from
 * `openid-configuration` (OIDC Discovery §4).
 */
export async function discover(entered: string, send: (draft: Draft) => Promise<Answer>): Promise<Discovery> {
  const issuer = entered.trim()
  const fault = findIssuerFault(issuer)
  if (fault !== undefined) return { outcome: 'failed', url: undefined, explanation: fault }
  let last: Discovery | undefined
  for (const url of metadataUrls(issuer)) {
    const answer = await send({ method: 'GET', url, parameters: [], headers: [['accept', 'application/json']] })
    const result = readMetadata(issuer, url, answer)
    if (result.outcome === 'found' || isFinal(answer)) return result
    // What the first URL says counts: the others are fallbacks.
    last ??= result
    if (readJson(answer)?.issuer !== undefined) return result
  }
  return last ?? { outcome: 'failed', url: undefined, explanation: notAUrl(issuer) }
}

/** A server that cannot be reached at one path cannot be reached at another. */
function isFinal(answer: Answer): boolean {
  return answer.kind === 'unreachable' && answer.reason !== 'cors'
}

function readMetadata(issuer: string, url: string, answer: Answer): Discovery {
  const failed = (explanation: Explanation): Discovery => ({ outcome: 'failed', url, explanation })
  if (answer.kind !== 'response') return failed(explainUnreachable(answer))
  if (answer.status !== 200) return failed(explainStatus(issuer, url, answer.status))
  const body = readJson(answer)
  if (body === undefined) return failed(explainBody(issuer, url))
  const { issuer: named } = body
  if (typeof named !== 'string') return failed(explainMissingIssuer(url))
  if (named !== issuer) return failed(explainMismatch(issuer, url, named))
  return { outcome: 'found', url, metadata: { ...body, issuer: named } }
}

/** An issuer is a URL without query and fragment (RFC 8414 §2). */
function findIssuerFault(issuer: string): Explanation | undefined {
  if (!URL.canParse(issuer) || !/^https?:\/\//i.test(issuer)) return notAUrl(issuer)
  const { search, hash, username } = new URL(issuer)
  if (search === '' && hash === '' && username === '' && !/[?#]$/.test(issuer)) return undefined
  return {
    received: `${issuer} has a query, a fragment or a user name.`,
    expected: 'An issuer: a URL with a host, optionally a path, and nothing else.',
    clause: 'RFC 8414 §2',
    fix: 'Remove the query, fragment or username from the URL.',
  }
}

function notAUrl(issuer: string): Explanation {
  return {
    received: issuer === '' ? 'Nothing was entered.' : `${issuer} is not an http or https URL.`,
    expected: 'The issuer of an authorization server, such as https://id.example.com.',
    clause: 'RFC 8414 §2',
    fix: 'Enter the whole URL, including https://. By default, the demo is at http://localhost:4000.',
  }
}

function explainUnreachable(answer: Answer): Explanation {
  const isCors = answer.kind === 'unreachable' && answer.reason === 'cors'
  return {
    received: answer.kind === 'unreachable' ? answer.message : 'No response.',
    expected: 'The server’s metadata, in a response that this page can read.',
    clause: isCors ? 'Fetch Standard §3.3 (CORS protocol)' : 'RFC 8414 §3.1',
    fix: isCors
      ? 'Configure the server to send the header named above at this URL, and at its token, revocation and userinfo endpoints.'
      : 'Check the address, start the server (npm start starts the demo), and try again.',
  }
}

function explainStatus(issuer: string, url: string, status: number): Explanation {
  return {
    received: `${url} responded with status ${status}.`,
    expected: 'Status 200 and the server’s metadata.',
    clause: 'RFC 8414 §3.2',
    fix:
      status >= 500
        ? 'The server failed: check its log, and try again.'
        : `Check that ${issuer} is the issuer of an authorization server, exactly as its metadata names it.`,
  }
}

function explainBody(issuer: string, url: string): Explanation {
  return {
    received: `${url} responded with something that is not a JSON object, such as a web page.`,
    expected: 'The server’s metadata as a JSON object.',
    clause: 'RFC 8414 §3.2',
    fix: `Check that ${issuer} is the issuer of an authorization server, not only a web site.`,
  }
}

function explainMissingIssuer(url: string): Explanation {
  return {
    received: `The metadata at ${url} has no issuer.`,
    expected: 'A member issuer with the URL that was entered.',
    clause: 'RFC 8414 §2',
    fix: 'Configure the server to name its issuer: without it, the endpoints could belong to any server.',
  }
}

function explainMismatch(issuer: string, url: string, named: string): Explanation {
  const isSlash = named.replace(/\/$/, '') === issuer.replace(/\/$/, '')
  const difference = isSlash ? ' They differ by a trailing slash.' : ''
  return {
    received: `The metadata at ${url} belongs to the issuer ${named}.${difference}`,
    expected: `The issuer that was entered, character by character: ${issuer}`,
    clause: 'RFC 8414 §3.3',
    fix: `If ${named} is the intended server, enter exactly that. Otherwise do not use this metadata: its endpoints could be an attacker’s.`,
  }
}
