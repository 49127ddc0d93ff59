import type { RunSnapshot } from '../run/run-store.ts'
import type { Exchange } from '../wire/exchange.ts'

/** One screen of the tour. In `text`, `[words](anchor)` links to a heading of the concepts page. */
export interface Screen {
  readonly title: string
  readonly text: readonly string[]
  readonly task: {
    /** What to do on this page. */
    readonly text: string
    /** What is shown once it is done. */
    readonly done: string
    readonly isDone: (snapshot: Pick<RunSnapshot, 'flow' | 'exchanges' | 'settings'>) => boolean
    /** Sets the page up for it. */
    readonly start?: { readonly label: string; readonly flow: string; readonly scope: string }
  }
}

/** The page that explains every term. */
export const conceptsPage = 'https://github.com/valetkey/valetkey/blob/main/docs/concepts.md'

const isOk = ({ outcome }: Exchange) => outcome === 'ok'
const sent = (exchange: Exchange, name: string) => exchange.request.parameters.find(([one]) => one === name)?.[1]
const statusOf = ({ answer }: Exchange) => (answer?.kind === 'response' ? answer.status : 0)
const code = { label: 'Set up the code flow', flow: 'authorization-code', scope: 'read' }

/** The tour, in order. */
export const screens: readonly Screen[] = [
  {
    title: 'The valet key',
    text: [
      'Some cars come with a second key. It opens the door and drives a mile, but it does not open the trunk. Hand it to the valet, and keep your own.',
      'OAuth does this for data. An app gets its own key: an [access token](access-tokens-jwt-or-opaque) that allows some operations, for a limited time. It never gets the password.',
    ],
    task: {
      text: 'Send the first request. In the window that opens, log in as alice with the password wonderland, and allow access.',
      done: 'Alice gave the app access, and the app never saw her password.',
      isDone: ({ exchanges }) =>
        exchanges.some((one) => one.channel === 'front' && isOk(one) && one.answer?.kind === 'callback'),
      start: code,
    },
  },
  {
    title: 'The roles',
    text: [
      'Each lane of the picture is one of the four [roles](roles). The resource owner is the user: Alice. The client is the app that wants access: this page. The authorization server asks Alice and issues tokens. The resource server is the API that holds her contacts.',
      'Dashed arrows pass through Alice’s browser, where others may read them: the front channel. Solid arrows go directly from one program to another: the back channel.',
    ],
    task: {
      text: 'Send the next request: the client exchanges the code for a token. It is the first arrow that does not pass through the browser.',
      done: 'The token went directly from the server to the client. It is not in the browser history.',
      isDone: ({ exchanges }) => exchanges.some((one) => sent(one, 'grant_type') === 'authorization_code' && isOk(one)),
      start: code,
    },
  },
  {
    title: 'The six steps',
    text: [
      'The numbers 1 to 6 are the steps of the [protocol flow](the-protocol-flow): request authorization, get a grant, send the grant, get a token, send the token, get the data.',
      'Every flow consists of these steps. Some flows skip the owner, and some repeat the last steps.',
    ],
    task: {
      text: 'Send the last request: call the API with the token. Then open an arrow and read what was sent.',
      done: 'All six numbers are in the picture.',
      isDone: ({ exchanges }) => {
        const steps = exchanges.filter(isOk).flatMap(({ steps: { request, answer } }) => [request, answer])
        return new Set(steps.filter((step) => step !== 'other')).size === 6
      },
      start: code,
    },
  },
  {
    title: 'Which grant type for what',
    text: [
      'A [grant type](grant-types) is a way to get a token. If a user is involved, use the authorization code with PKCE, in every kind of app. If not, such as in a nightly job, use client credentials.',
      'Implicit and password are obsolete and shown for comparison: the first puts tokens into URLs, the second gives the password to the app.',
    ],
    task: {
      text: 'Choose the flow Client credentials, and send its request. See which lane stays empty.',
      done: 'The client got a token for itself. No user was asked, because no user’s data is involved.',
      isDone: ({ exchanges }) => exchanges.some((one) => sent(one, 'grant_type') === 'client_credentials' && isOk(one)),
      start: { label: 'Set up client credentials', flow: 'client-credentials', scope: 'read' },
    },
  },
  {
    title: 'Scopes',
    text: [
      'A [scope](apis-and-scopes) is one thing that a token allows, such as read. The client requests scopes, and the owner may untick some. The API checks them on every call.',
      'A token that is valid but too narrow gets 403 insufficient_scope. The client cannot add scopes to it; it has to ask the owner again.',
    ],
    task: {
      text: 'Get a token with the scope read only. Then press Create in the Contacts API: the API refuses.',
      done: 'The red arrow names the missing scope. Request it, and Create works.',
      isDone: ({ exchanges }) => exchanges.some((one) => one.to === 'api' && statusOf(one) === 403),
      start: code,
    },
  },
  {
    title: 'Tokens',
    text: [
      'An access token is short-lived, so a stolen one soon becomes useless. Anyone can read a JWT, but no one can change it without breaking its signature. An opaque token means nothing without the server. See the [comparison](access-tokens-jwt-or-opaque).',
      'A [refresh token](glossary) gets the next access token without the owner. Each works once: the server returns a new one every time.',
    ],
    task: {
      text: 'Choose the flow Refresh token, and send its requests until a second access token arrives. Open both arrows and compare the tokens.',
      done: 'There is a new access token, and nobody had to log in.',
      isDone: ({ exchanges }) => exchanges.some((one) => sent(one, 'grant_type') === 'refresh_token' && isOk(one)),
      start: { label: 'Set up the refresh flow', flow: 'refresh-token', scope: 'read' },
    },
  },
  {
    title: 'What can go wrong',
    text: [
      'Codes leak from logs, tokens leak from careless apps, and attackers send links with their own codes. Some parameters exist to prevent these attacks: [PKCE](glossary) protects a stolen code, state detects a forged response, and the [audience](glossary) makes a token useless at other APIs.',
      'The buttons under each request break it on purpose. As the attacker, you steal something first.',
    ],
    task: {
      text: 'Set up the code flow, get a code, and press a button under Break it. Send the request and read the reason on the red arrow.',
      done: 'Refused: the arrow shows what was received, what was expected, and the clause that requires it.',
      isDone: ({ exchanges }) => exchanges.some((one) => one.fault !== undefined && one.outcome === 'refused'),
      start: code,
    },
  },
  {
    title: 'Revoking access',
    text: [
      'The owner can change or withdraw consent at any time. On [My keys](glossary), they see the access of each app, and narrow, shorten or revoke it.',
      'The app is not involved. The API rejects its token within a second.',
    ],
    task: {
      text: 'Get a token with the code flow, tick Keep calling in the Contacts API, and open My keys. Revoke the key of this playground there, and watch the arrows here.',
      done: 'The API refused the next call: the token is revoked.',
      isDone: ({ exchanges }) => {
        const calls = exchanges.filter(({ to, fault }) => to === 'api' && fault === undefined)
        const firstOk = calls.findIndex(isOk)
        return firstOk !== -1 && calls.slice(firstOk).some((one) => statusOf(one) === 401)
      },
      start: code,
    },
  },
]
