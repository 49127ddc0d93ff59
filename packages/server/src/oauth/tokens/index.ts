import { accessTokenProduct } from './access-token.ts'
import { idTokenProduct } from './id-token.ts'
import type { TokenProduct } from './product.ts'
import { refreshTokenProduct } from './refresh-token.ts'

/** Lists what the token endpoint issues, in the order of the response. */
export const products: readonly TokenProduct[] = [accessTokenProduct, refreshTokenProduct, idTokenProduct]
