import { code } from './code.ts'
import type { ResponseType } from './response-type.ts'
import { token } from './token.ts'

/** The response types of RFC 6749. */
export const responseTypes: readonly ResponseType[] = [code, token]
