import { channelChoice, resourceChoice, responseModeChoice } from './choices.ts'
import type { Flow } from './flow.ts'
import { authorizationStep } from './steps/authorization.ts'
import { listContacts } from './steps/contacts.ts'
import { codeExchange } from './steps/token.ts'

/** The authorization code grant with PKCE (RFC 6749 §4.1, RFC 7636). */
export const authorizationCode: Flow = {
  name: 'authorization-code',
  title: 'Authorization code with PKCE',
  group: 'user',
  text: 'For every app that acts on behalf of a user: web, mobile, desktop or single-page.',
  clause: 'RFC 6749 §4.1, RFC 7636',
  clients: ['playground-public', 'playground-app'],
  choices: [channelChoice, responseModeChoice, resourceChoice],
  defaultScope: 'read',
  steps: [authorizationStep({ responseType: 'code', needs: ['code'] }), codeExchange, listContacts],
}
