import * as oauth from 'oauth4webapi'
import { assertArgument, hasStrings } from './assert-argument.ts'
import type { Transaction } from './authorization-url.ts'
import { ClientError } from './client-error.ts'
import type { Connection } from './connection.ts'
import { takeIdToken, verifyIdToken } from './id-token.ts'
import { type TokenSet, toTokenSet } from './token-set.ts'

/**
 * Reads the authorization response and exchanges its code for tokens (RFC 6749 §4.1.2, §4.1.3).
 * State and issuer are checked first, also for errors (RFC 9207 §2.4; RFC 9700 §4.4).
 * With the scope `openid` the ID token is verified (OIDC Core §3.1.3.7): without error the user is the one in `claims`.
 * @throws TypeError if there is no transaction; ClientError, also `invalid_id_token`
 */
export async function callback(
  connection: Connection,
  answer: string | URL | URLSearchParams,
  transaction: Transaction,
): Promise<TokenSet> {
  const words = "callback: no transaction: was it kept in this browser's session?"
  assertArgument(hasStrings(transaction, 'issuer', 'state', 'codeVerifier', 'redirectUri'), words)
  const incomplete = (['scope', 'resource'] as const).find((name) => !Array.isArray(transaction[name]))
  assertArgument(
    incomplete === undefined,
    `callback: the transaction has no ${incomplete}: store it as authorizationUrl returned it`,
  )
  return connection.ask('token', async ({ server, client, authentication, options }) => {
    const parameters = checkAnswer(server, client, toParameters(answer, transaction), transaction)
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      authentication,
      parameters,
      transaction.redirectUri,
      transaction.codeVerifier,
      { ...options, additionalParameters: transaction.resource.map((value) => ['resource', value]) },
    )
    const { rest, idToken } = await takeIdToken(response)
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, rest)
    const { scope, resource } = transaction
    const tokenSet = toTokenSet(tokens, { scope, resource }, connection.now())
    return withIdToken(connection, tokenSet, idToken, transaction, parameters.get('code') ?? '')
  })
}

/** Adds the verified ID token. There is none if the user did not grant `openid`; one that was not requested is not used. */
async function withIdToken(
  connection: Connection,
  tokenSet: TokenSet,
  idToken: unknown,
  { scope, nonce, maxAge, acrValues }: Transaction,
  code: string,
): Promise<TokenSet> {
  const during = 'callback'
  if (!scope.includes('openid')) return tokenSet
  if (typeof nonce !== 'string' || nonce === '')
    throw new ClientError('mismatch', 'callback: the transaction has no nonce', { during })
  if (idToken === undefined && !tokenSet.scope.includes('openid')) return tokenSet
  if (typeof idToken !== 'string') {
    const words = 'callback: the token response has no ID token, although openid was granted (OIDC Core §3.1.3.3)'
    throw new ClientError('invalid_id_token', words, { during })
  }
  const { accessToken } = tokenSet
  const claims = await verifyIdToken(connection, idToken, { nonce, maxAge, acrValues, accessToken, code })
  return { ...tokenSet, idToken, claims }
}

function toParameters(answer: string | URL | URLSearchParams, transaction: Transaction): URLSearchParams {
  return answer instanceof URLSearchParams ? answer : new URL(answer, transaction.redirectUri).searchParams
}

function checkAnswer(
  server: oauth.AuthorizationServer,
  client: oauth.Client,
  parameters: URLSearchParams,
  transaction: Transaction,
): URLSearchParams {
  const during = 'callback'
  const repeated = ['state', 'iss', 'code', 'error', 'response'].find((name) => parameters.getAll(name).length > 1)
  if (repeated !== undefined) {
    throw new ClientError('unexpected', `callback: ${repeated} occurs more than once (RFC 6749 §3.1)`, { during })
  }
  if (transaction.issuer !== server.issuer) {
    const words = `callback: the request was sent to ${transaction.issuer}, and this client belongs to ${server.issuer}`
    throw new ClientError('mismatch', words, { during })
  }
  if (!transaction.state) throw new ClientError('mismatch', 'callback: the transaction has no state', { during })
  let checked: URLSearchParams
  try {
    checked = oauth.validateAuthResponse(server, client, parameters, transaction.state)
  } catch (thrown) {
    if (thrown instanceof oauth.AuthorizationResponseError) {
      const { error, error_description: description } = thrown
      const reason = description ? `${error}: ${description.slice(0, 500)}` : error
      throw new ClientError('oauth', `callback: the authorization server refused: ${reason}`, {
        during,
        error,
        description,
      })
    }
    if (!(thrown instanceof oauth.OperationProcessingError) || parameters.has('response')) throw thrown
    const words = `callback: ${thrown.message}; this response belongs to another request`
    throw new ClientError('mismatch', words, { during })
  }
  if (!checked.get('code')) {
    throw new ClientError('unexpected', 'callback: the response has neither code nor error (RFC 6749 §4.1.2)', {
      during,
    })
  }
  return checked
}
