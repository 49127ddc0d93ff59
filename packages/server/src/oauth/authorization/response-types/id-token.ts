import { accessTokenProduct } from '../../tokens/access-token.ts'
import { idTokenProduct, idTokenWithClaimsProduct } from '../../tokens/id-token.ts'
import { tokens } from '../products/tokens.ts'
import { fragment } from '../response-modes/fragment.ts'
import type { ResponseType } from './response-type.ts'
import { allowImplicit } from './token.ts'

/** Asks for an ID token alone (OIDC Core §3.2): with no access token to follow, it has the claims of the scopes. */
export const idToken: ResponseType = {
  name: 'id_token',
  grantType: 'implicit',
  products: [tokens(idTokenWithClaimsProduct)],
  defaultMode: fragment,
  insecureOption: allowImplicit,
}

/** Asks for an ID token and an access token (OIDC Core §3.2). */
export const idTokenToken: ResponseType = {
  name: 'id_token token',
  grantType: 'implicit',
  products: [tokens(accessTokenProduct, idTokenProduct)],
  defaultMode: fragment,
  insecureOption: allowImplicit,
}
