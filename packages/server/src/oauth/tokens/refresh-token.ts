import type { TokenProduct } from './product.ts'
import { type RefreshToken, writeRefreshToken } from './refresh-token-text.ts'

/** Issues a refresh token (RFC 6749 §1.5). It is derived from its family, so nothing is stored. */
export const refreshTokenProduct: TokenProduct<RefreshToken> = {
  name: 'refresh_token',
  members: ['refresh_token'],
  isWanted: ({ family }) => family?.refreshable === true,
  write({ family, epoch }) {
    if (family === undefined) throw new Error('a refresh token needs a token family')
    return { familyId: family.id, generation: family.generation, epoch }
  },
  respond: (token, { keys }) => ({ refresh_token: writeRefreshToken(token, keys) }),
}
