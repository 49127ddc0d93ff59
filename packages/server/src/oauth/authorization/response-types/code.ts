import { codeProduct } from '../products/code.ts'
import { query } from '../response-modes/query.ts'
import type { ResponseType } from './response-type.ts'

/** Asks for an authorization code (RFC 6749 §4.1). */
export const code: ResponseType = {
  name: 'code',
  grantType: 'authorization_code',
  isDefault: true,
  products: [codeProduct],
  defaultMode: query,
}
