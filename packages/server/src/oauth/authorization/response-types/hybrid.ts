import type { InsecureOption } from '../../insecure-option.ts'
import { accessTokenProduct } from '../../tokens/access-token.ts'
import { idTokenProduct } from '../../tokens/id-token.ts'
import { codeProduct } from '../products/code.ts'
import { tokens } from '../products/tokens.ts'
import { fragment } from '../response-modes/fragment.ts'
import type { ResponseType } from './response-type.ts'

/** Lets a client use the hybrid flow. */
const allowHybrid: InsecureOption = {
  option: 'allowHybrid',
  clause: 'RFC 9700 §2.1.2',
  cost: 'the hybrid flow puts a code together with tokens into URLs, where history, logs and scripts can read them',
  instead: 'use response_type code',
}

const hybrid = { grantType: 'authorization_code', defaultMode: fragment, insecureOption: allowHybrid } as const

/** Asks for a code and an ID token (OIDC Core §3.3). */
export const codeIdToken: ResponseType = {
  ...hybrid,
  name: 'code id_token',
  products: [codeProduct, tokens(idTokenProduct)],
}

/** Asks for a code and an access token (OIDC Core §3.3). */
export const codeToken: ResponseType = {
  ...hybrid,
  name: 'code token',
  products: [codeProduct, tokens(accessTokenProduct)],
}

/** Asks for a code, an ID token and an access token (OIDC Core §3.3). */
export const codeIdTokenToken: ResponseType = {
  ...hybrid,
  name: 'code id_token token',
  products: [codeProduct, tokens(accessTokenProduct, idTokenProduct)],
}
