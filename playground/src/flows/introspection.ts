import { channelChoice } from './choices.ts'
import type { Flow } from './flow.ts'
import { authorizationStep } from './steps/authorization.ts'
import { listContacts } from './steps/contacts.ts'
import { introspect, introspectAgain } from './steps/introspect.ts'
import { revoke } from './steps/revoke.ts'
import { codeExchange } from './steps/token.ts'

/** Introspection before and after a revocation (RFC 7662). */
export const introspection: Flow = {
  name: 'introspection',
  title: 'Introspection',
  group: 'user',
  text: 'For APIs that have to check whether a token is valid, above all opaque tokens.',
  clause: 'RFC 7662',
  clients: ['playground-app'],
  choices: [channelChoice],
  defaultScope: 'read',
  steps: [
    authorizationStep({ responseType: 'code', needs: ['code'] }),
    codeExchange,
    introspect,
    listContacts,
    revoke,
    introspectAgain,
  ],
}
