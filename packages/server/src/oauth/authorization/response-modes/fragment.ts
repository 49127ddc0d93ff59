import { seeOther } from '../../request.ts'
import { encodeFields, type ResponseMode } from './response-mode.ts'

/** Carries the response in the fragment, which no server sees (RFC 6749 §4.2.2). */
export const fragment: ResponseMode = {
  name: 'fragment',
  fitForTokens: true,
  deliver: ({ to, fields }) => seeOther(`${to}#${encodeFields(fields)}`),
}
