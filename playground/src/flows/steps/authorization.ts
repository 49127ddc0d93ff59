import type { Field } from '../../wire/exchange.ts'
import type { FlowStep, Run, Values } from '../flow.ts'
import { endpointOf, needEndpoint, resourceFields, scopeFields } from './endpoint.ts'
import { isRefusal, receiveCallback } from './receive-callback.ts'

/** How an authorization request differs between flows. */
export interface AuthorizationOptions {
  readonly name?: string
  readonly title?: string
  readonly text?: string
  readonly clause?: string
  readonly responseType: string
  /** Values of the response that the client needs to go on. */
  readonly needs: readonly string[]
  readonly isReady?: (run: Run) => boolean
  readonly more?: (run: Run) => readonly Field[]
  /** More values to remember with those of the request. */
  readonly remember?: (run: Run) => Values
}

/** The request that goes through the owner's browser (RFC 6749 §4.1.1, §4.2.1). A response type with a code uses PKCE. */
export function authorizationStep(options: AuthorizationOptions): FlowStep {
  const { responseType, needs, more = () => [], isReady = () => true } = options
  const hasCode = responseType.split(' ').includes('code')
  return {
    name: options.name ?? 'authorization',
    title: options.title ?? 'Request authorization from the resource owner',
    text:
      options.text ??
      'The client redirects the owner’s browser to the authorization server. The owner logs in there, so the client never sees the password, and decides what to allow.',
    clause: options.clause ?? (hasCode ? 'RFC 6749 §4.1.1' : 'RFC 6749 §4.2.1'),
    from: 'client',
    to: 'server',
    channel: 'front',
    steps: { request: 'authorization-request', answer: hasCode ? 'authorization-grant' : 'access-token' },
    isReady: (run) => endpointOf(run, 'authorization_endpoint') !== undefined && isReady(run),
    async draft(run, { random }) {
      const { client, scope, responseMode, choices } = run.settings
      const mode = responseMode ?? choices.response_mode
      const state = random(16)
      const nonce = isOpenid(scope) ? random(16) : undefined
      const verifier = hasCode ? random(32) : undefined
      const parameters: readonly Field[] = [
        ['response_type', responseType],
        ['client_id', client.clientId],
        ['redirect_uri', client.redirectUri],
        ...scopeFields(run),
        ...resourceFields(run),
        ['state', state],
        ...(nonce === undefined ? [] : [['nonce', nonce] as const]),
        ...(verifier === undefined
          ? []
          : ([
              ['code_challenge', await toChallenge(verifier)],
              ['code_challenge_method', 'S256'],
            ] as const)),
        ...(mode === undefined || mode === '' ? [] : [['response_mode', mode] as const]),
        ...more(run),
      ]
      return {
        draft: { method: 'GET', url: needEndpoint(run, 'authorization_endpoint'), parameters, headers: [] },
        values: {
          state,
          ...(nonce && { nonce }),
          ...(verifier && { code_verifier: verifier }),
          ...options.remember?.(run),
        },
      }
    },
    async receive(answer, run, tools) {
      const received = await receiveCallback(answer, run, tools)
      if (isRefusal(received) || received.error !== undefined || answer.kind !== 'callback') return received
      const missing = needs.find((name) => received[name] === undefined)
      if (missing === undefined) return received
      const message = `The response has neither ${missing} nor error, so the client cannot continue.`
      return { kind: 'refused-by-client', code: 'unexpected', message }
    },
  }
}

/** Whether the request is one of OpenID Connect, which has an ID token (OIDC Core §3.1.2.1). */
export function isOpenid(scope: string): boolean {
  return scope.split(' ').includes('openid')
}

/** Computes the S256 challenge of a verifier (RFC 7636 §4.2). */
export async function toChallenge(verifier: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
  return btoa(String.fromCharCode(...new Uint8Array(digest)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
