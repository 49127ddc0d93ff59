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
  text: 'For access that outlasts the short life of an access token, without asking the owner again.',
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
      text: 'Three tabs use the same refresh token at the same moment. Each gets the same successor, so no honest user is signed out by rotation.',
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
      text: 'The successor is used for the first time. From now on the first refresh token is no longer accepted from anyone.',
      clause: 'RFC 6749 §6',
      needs: ['refresh_token', 'first_refresh_token'],
      fields: ({ values }) => refreshFields(values.refresh_token),
    }),
    tokenStep({
      name: 'replay',
      title: 'Use the first refresh token again',
      text: 'Only a thief, or an app that was robbed, uses a refresh token after its successor. The server cannot know which one, and revokes all tokens of this authorization.',
      clause: 'RFC 9700 §4.14.2',
      expectsRefusal: true,
      needs: ['first_refresh_token'],
      fields: ({ values }) => refreshFields(values.first_refresh_token),
    }),
    listContactsInVain,
  ],
}
