import type { InsecureOption } from '../../insecure-option.ts'
import { accessTokenProduct } from '../../tokens/access-token.ts'
import { tokens } from '../products/tokens.ts'
import { fragment } from '../response-modes/fragment.ts'
import type { ResponseType } from './response-type.ts'

/** Lets a client get tokens in a URL. */
export const allowImplicit: InsecureOption = {
  option: 'allowImplicit',
  clause: 'RFC 9700 §2.1.2',
  cost: 'the implicit grant puts tokens into URLs, where history, logs and scripts can read them',
  instead: 'use authorization_code with PKCE',
}

/** Asks for an access token: the implicit grant (RFC 6749 §4.2), which clients may use only if an operator allows it. */
export const token: ResponseType = {
  name: 'token',
  grantType: 'implicit',
  isDefault: true,
  products: [tokens(accessTokenProduct)],
  defaultMode: fragment,
  insecureOption: allowImplicit,
}
