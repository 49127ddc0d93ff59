import { channelChoice } from './choices.ts'
import type { Choice, Flow } from './flow.ts'
import { authorizationStep } from './steps/authorization.ts'
import { listContacts, listContactsInVain } from './steps/contacts.ts'
import { revoke } from './steps/revoke.ts'
import { codeExchange } from './steps/token.ts'

const tokenChoice: Choice = {
  name: 'token',
  label: 'Revoke',
  options: [
    { value: 'refresh_token', label: 'the refresh token' },
    { value: 'access_token', label: 'the access token' },
  ],
}

/** Revocation by the client (RFC 7009). */
export const revocation: Flow = {
  name: 'revocation',
  title: 'Revocation',
  group: 'user',
  text: 'For an app that no longer needs its access, such as when its user logs out.',
  clause: 'RFC 7009',
  clients: ['playground-public', 'playground-app'],
  choices: [tokenChoice, channelChoice],
  defaultScope: 'read',
  steps: [
    authorizationStep({ responseType: 'code', needs: ['code'] }),
    codeExchange,
    listContacts,
    revoke,
    listContactsInVain,
  ],
}
