import { seeOther } from '../../request.ts'
import { encodeFields, type ResponseMode } from './response-mode.ts'

/** Carries the response in the query (RFC 6749 §4.1.2); a query that was registered is kept (§3.1.2). */
export const query: ResponseMode = {
  name: 'query',
  fitForTokens: false,
  deliver: ({ to, fields }) => seeOther(to + (to.includes('?') ? '&' : '?') + encodeFields(fields)),
}
