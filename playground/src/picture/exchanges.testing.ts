import type { Exchange } from '../wire/exchange.ts'

const at = Date.parse('2026-01-01T00:00:00Z')

/** An authorization request that came back with a code. */
export const authorization: Exchange = {
  number: 1,
  name: 'authorization',
  title: 'Ask the resource owner for access',
  from: 'client',
  to: 'server',
  channel: 'front',
  steps: { request: 'authorization-request', answer: 'authorization-grant' },
  request: {
    method: 'GET',
    url: 'https://login.example/authorize',
    parameters: [
      ['response_type', 'code'],
      ['client_id', 'app'],
      ['state', 'st-1'],
    ],
    headers: [],
  },
  answer: {
    kind: 'callback',
    mode: 'query',
    url: 'https://app.example/cb?code=abc&state=st-1',
    parameters: [
      ['code', 'abc'],
      ['state', 'st-1'],
    ],
  },
  outcome: 'ok',
  explanation: undefined,
  fault: undefined,
  sentAt: at,
  answeredAt: at + 900,
}

/** A token request that was answered with tokens. */
export const tokenRequest: Exchange = {
  number: 2,
  name: 'token',
  title: 'Exchange the code for tokens',
  from: 'client',
  to: 'server',
  channel: 'back',
  steps: { request: 'token-request', answer: 'access-token' },
  request: {
    method: 'POST',
    url: 'https://login.example/token',
    parameters: [
      ['grant_type', 'authorization_code'],
      ['code', 'abc'],
    ],
    headers: [['authorization', 'Basic c2VjcmV0']],
  },
  answer: {
    kind: 'response',
    status: 200,
    headers: [['content-type', 'application/json']],
    body: '{"access_token":"at","refresh_token":"rt","expires_in":300}',
  },
  outcome: 'ok',
  explanation: undefined,
  fault: undefined,
  sentAt: at + 1000,
  answeredAt: at + 1012,
}

/** The same, refused. */
export const refusedTokenRequest: Exchange = {
  ...tokenRequest,
  answer: { kind: 'response', status: 400, headers: [], body: '{"error":"invalid_grant"}' },
  outcome: 'refused',
  explanation: {
    received: 'a verifier that does not match',
    expected: 'the verifier of the challenge',
    clause: 'RFC 7636 §4.6',
    fix: 'Send the verifier of this run.',
  },
}

/** A token request that nobody answered. */
export const lostTokenRequest: Exchange = {
  ...tokenRequest,
  answer: { kind: 'unreachable', reason: 'network', message: 'Nothing responds at https://login.example' },
  outcome: 'unreachable',
}
