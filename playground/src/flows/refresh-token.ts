import { channelChoice, resourceChoice } from './choices.ts'
import type { Flow, Run } from './flow.ts'
import { authorizationStep } from './steps/authorization.ts'
import { listContacts, listContactsInVain } from './steps/contacts.ts'
import { codeExchange, tokenStep } from './steps/token.ts'

const refreshFields = (token: string | undefined) =>
  [
    ['grant_type', 'refresh_token'],
    ['refresh_token', token ?? ''],
  ] as const

/** The refresh token grant, with parallel refreshes and a replay (RFC 6749 §6, RFC 9700 §4.14.2). */
export const refreshToken: Flow = {
  name: 'refresh-token',
  title: 'Refresh token',
  group: 'user',
  text: 'For access beyond the short lifetime of an access token, without asking the owner again.',
  clause: 'RFC 6749 §6, RFC 9700 §4.14.2',
  clients: ['playground-public', 'playground-app'],
  choices: [channelChoice, resourceChoice],
  defaultScope: 'read',
  steps: [
    authorizationStep({ responseType: 'code', needs: ['code'] }),
    codeExchange,
    tokenStep({
      name: 'refresh',
      title: 'Refresh three times at once',
      text: 'Three tabs use the same refresh token at the same moment. Each gets the same successor, so rotation does not log out the legitimate user.',
      clause: 'RFC 6749 §6',
      copies: 3,
      needs: ['refresh_token'],
      fields: ({ values }) => refreshFields(values.refresh_token),
      remember: ({ values }: Run) => ({ first_refresh_token: values.refresh_token ?? '' }),
    }),
    listContacts,
    tokenStep({
      name: 'refresh-again',
      title: 'Refresh with the successor',
      text: 'This is the first use of the successor. From now on, the server rejects the first refresh token.',
      clause: 'RFC 6749 §6',
      needs: ['refresh_token', 'first_refresh_token'],
      fields: ({ values }) => refreshFields(values.refresh_token),
    }),
    tokenStep({
      name: 'replay',
      title: 'Use the first refresh token again',
      text: 'If a refresh token is used after its successor, someone has a copy. The server cannot tell whether the client or a thief sent it, so it revokes all tokens of this authorization.',
      clause: 'RFC 9700 §4.14.2',
      expectsRefusal: true,
      needs: ['first_refresh_token'],
      fields: ({ values }) => refreshFields(values.first_refresh_token),
    }),
    listContactsInVain,
  ],
}
