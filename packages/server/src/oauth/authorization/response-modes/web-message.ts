import type { ResponseMode } from './response-mode.ts'

/**
 * Carries the response in a message to the window that opened this one or frames it, which must be at the origin of the
 * redirect URI (draft-sakimura-oauth-wmrm §2).
 */
export const webMessage: ResponseMode = {
  name: 'web_message',
  fitForTokens: true,
  redirectUriFault: (uri) => (/^https?:/i.test(uri) ? undefined : 'has no web origin that a message could go to'),
  deliver: ({ request, to, fields, pages }) => pages.webMessage(request, new URL(to).origin, fields),
}
