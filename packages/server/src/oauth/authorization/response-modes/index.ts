import { formPost } from './form-post.ts'
import { fragment } from './fragment.ts'
import { query } from './query.ts'
import type { ResponseMode } from './response-mode.ts'

/** The standard response modes. */
export const responseModes: readonly ResponseMode[] = [query, fragment, formPost]
