import { channelChoice, resourceChoice, responseModeChoice } from './choices.ts'
import type { Flow } from './flow.ts'
import { authorizationStep } from './steps/authorization.ts'
import { listContacts } from './steps/contacts.ts'
import { logout } from './steps/logout.ts'
import { codeExchange } from './steps/token.ts'
import { userinfo } from './steps/userinfo.ts'

/** Sign-in with OpenID Connect: the same grant, and an ID token (OIDC Core §3.1). */
export const openidConnect: Flow = {
  name: 'openid-connect',
  title: 'Sign-in with OpenID Connect',
  group: 'sign-in',
  text: 'For an app that wants to know who the user is: the scope openid adds an ID token to the code flow.',
  clause: 'OIDC Core §3.1, RP-Initiated Logout 1.0 §2',
  clients: ['playground-public', 'playground-app'],
  choices: [channelChoice, responseModeChoice, resourceChoice],
  defaultScope: 'openid profile email read',
  steps: [
    authorizationStep({
      title: 'Request a login',
      text: 'The scope openid requests an ID token. The nonce binds the ID token to this request, so a token from another login is rejected.',
      clause: 'OIDC Core §3.1.2.1',
      responseType: 'code',
      needs: ['code'],
    }),
    codeExchange,
    userinfo,
    listContacts,
    logout,
  ],
}
