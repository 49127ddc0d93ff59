import type { ResponseMode } from './response-mode.ts'

/** Carries the response in a form that the browser posts (OAuth 2.0 Form Post Response Mode §2). */
export const formPost: ResponseMode = {
  name: 'form_post',
  fitForTokens: true,
  deliver: ({ request, to, fields, pages }) => pages.formPost(request, to, fields),
}
