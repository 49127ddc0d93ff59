import { accessToken } from './access-token.ts'
import type { TokenProduct } from './product.ts'
import { refreshToken } from './refresh-token.ts'

/** Lists what the token endpoint issues, in the order of the response. */
export const products: readonly TokenProduct[] = [accessToken, refreshToken]
