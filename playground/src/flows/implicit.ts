import { channelChoice, resourceChoice } from './choices.ts'
import type { Choice, Flow } from './flow.ts'
import { authorizationStep } from './steps/authorization.ts'
import { listContacts } from './steps/contacts.ts'

const responseModeChoice: Choice = {
  name: 'response_mode',
  label: 'Response mode',
  options: [
    { value: '', label: 'the default: fragment' },
    { value: 'form_post', label: 'form_post' },
    { value: 'web_message', label: 'web_message (popup only)' },
    { value: 'jwt', label: 'jwt (signed)' },
  ],
}

/** The implicit grant (RFC 6749 §4.2). */
export const implicit: Flow = {
  name: 'implicit',
  title: 'Implicit',
  group: 'legacy',
  text: 'For legacy apps only. It dates from the time before CORS let pages call the token endpoint.',
  clause: 'RFC 6749 §4.2, RFC 9700 §2.1.2',
  warning:
    'Not for new apps: the access token travels in the URL, where the browser history and other scripts can read it, and it is not bound to the client. Use the authorization code grant with PKCE (RFC 9700 §2.1.2).',
  clients: ['playground-old'],
  choices: [channelChoice, responseModeChoice, resourceChoice],
  defaultScope: 'read',
  steps: [
    authorizationStep({
      title: 'Request a token through the browser',
      text: 'The server returns the token itself through the owner’s browser. There is no code, no client authentication and no refresh token.',
      responseType: 'token',
      needs: ['access_token'],
    }),
    listContacts,
  ],
}
