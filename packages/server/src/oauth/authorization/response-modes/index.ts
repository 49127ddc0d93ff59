import { formPost } from './form-post.ts'
import { fragment } from './fragment.ts'
import { formPostJwt, fragmentJwt, jwt, queryJwt } from './jwt.ts'
import { query } from './query.ts'
import type { ResponseMode } from './response-mode.ts'
import { webMessage } from './web-message.ts'

/** The standard response modes. */
export const responseModes: readonly ResponseMode[] = [
  query,
  fragment,
  formPost,
  webMessage,
  jwt,
  queryJwt,
  fragmentJwt,
  formPostJwt,
]
