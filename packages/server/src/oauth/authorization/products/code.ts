import { makeDatedId, makeDatedSecret } from '../../hash.ts'
import { contextOf, type ResponseProduct } from './product.ts'

/** An authorization code (RFC 6749 §4.1.2). */
export const codeProduct: ResponseProduct = {
  isToken: false,
  isRedeemed: true,
  async write({ request, owner, now, authorization, isNew }, stores, { random, codeSeconds }) {
    const { secret, hash } = makeDatedSecret('code', now, random)
    await stores.addCode({
      hash,
      clientId: request.client.id,
      accountId: owner.accountId,
      authorizationId: authorization.id,
      familyId: makeDatedId(now, random),
      rights: isNew ? authorization.rights : request.rights,
      redirectUri: request.to.redirectUri,
      redirectUriSent: request.redirectUriSent,
      codeChallenge: request.codeChallenge,
      context: contextOf(owner, request),
      expiresAt: now + codeSeconds * 1000,
    })
    return () => [['code', secret]]
  },
}
