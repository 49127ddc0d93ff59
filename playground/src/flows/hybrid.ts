import { channelChoice, resourceChoice } from './choices.ts'
import type { Choice, Flow } from './flow.ts'
import { authorizationStep } from './steps/authorization.ts'
import { listContacts } from './steps/contacts.ts'
import { codeExchange } from './steps/token.ts'
import { userinfo } from './steps/userinfo.ts'

const responseModeChoice: Choice = {
  name: 'response_mode',
  label: 'Response mode',
  options: [
    { value: '', label: 'the default: fragment' },
    { value: 'form_post', label: 'form_post' },
  ],
}

/** The hybrid flow: the browser carries the code, and an ID token that the code is bound to (OIDC Core §3.3). */
export const hybrid: Flow = {
  name: 'hybrid',
  title: 'Hybrid flow (code id_token)',
  group: 'legacy',
  text: 'For legacy apps that need to know the user before they exchange the code.',
  clause: 'OIDC Core §3.3',
  warning:
    'Not for new apps: the ID token, with personal data, travels through the browser. Use the code flow with PKCE, which also detects a code that was swapped (RFC 9700 §2.1.1).',
  clients: ['playground-old'],
  choices: [channelChoice, responseModeChoice, resourceChoice],
  defaultScope: 'openid profile email read',
  steps: [
    authorizationStep({
      title: 'Request a code and an ID token',
      text: 'The server returns both through the owner’s browser. The client checks the nonce, which binds the ID token to this request, and c_hash, which binds the code to the ID token.',
      clause: 'OIDC Core §3.3.2.1, §3.3.2.11',
      responseType: 'code id_token',
      needs: ['code', 'id_token'],
    }),
    codeExchange,
    userinfo,
    listContacts,
  ],
}
