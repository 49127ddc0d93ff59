import { idTokenName } from '../../tokens/id-token.ts'
import { issue, toTokenResponse } from '../../tokens/issue.ts'
import type { TokenProduct } from '../../tokens/product.ts'
import { toRedirectError } from '../errors.ts'
import { contextOf, type ResponseProduct } from './product.ts'

/** Tokens, issued by the one gate as at the token endpoint; a refresh token is never one of them (RFC 6749 §4.2.2). */
export function tokens(...products: readonly TokenProduct[]): ResponseProduct {
  return {
    isToken: true,
    isIdToken: products.some((product) => product.name === idTokenName),
    isRedeemed: false,
    event: 'token.issued',
    async write({ request, owner, now, authorization, isNew, apis, epoch, recipient }, stores, options) {
      const { accountId } = owner
      const rights = isNew ? authorization.rights : request.rights
      const granted = { accountId, authorizationId: authorization.id, rights, context: contextOf(owner, request) }
      const asked = { client: request.client, apis, granted, products, now, epoch, recipient }
      const issued = await issue(asked, stores, options).catch((cause) => {
        throw toRedirectError(cause, request.to)
      })
      return async (before) =>
        Object.entries(await toTokenResponse(issued, options, Object.fromEntries(before))).map(
          ([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const,
        )
    },
  }
}
