import type { Field } from '../wire/exchange.ts'
import { channelChoice, resourceChoice } from './choices.ts'
import type { Choice, Flow, Run, Values } from './flow.ts'
import { authorizationStep } from './steps/authorization.ts'
import { listContacts } from './steps/contacts.ts'
import { codeExchange } from './steps/token.ts'

const multiFactor = 'http://schemas.openid.net/pape/policies/2007/06/multi-factor'

const demands: Readonly<Record<string, readonly Field[]>> = {
  login: [['prompt', 'login']],
  age: [['max_age', '0']],
  factor: [['acr_values', multiFactor]],
}

const demandChoice: Choice = {
  name: 'demand',
  label: 'The second request requires',
  options: [
    { value: 'login', label: 'a new login (prompt=login)' },
    { value: 'age', label: 'a fresh login (max_age=0)' },
    { value: 'factor', label: 'two factors (acr_values)' },
  ],
}

const demandOf = ({ settings }: Run) => settings.choices.demand ?? 'login'

/** What the second ID token has to show. */
function remember(run: Run): Values {
  return demandOf(run) === 'factor' ? { acr_values: multiFactor } : { login_after: String(run.now) }
}

/** Step-up authentication (RFC 9470): a first login, and a stronger or fresher one when it matters. */
export const stepUp: Flow = {
  name: 'step-up',
  title: 'Step-up authentication',
  group: 'sign-in',
  text: 'For a sensitive operation, such as a payment: the owner authenticates again.',
  clause: 'RFC 9470 §4, OIDC Core §3.1.2.1',
  clients: ['playground-public', 'playground-app'],
  choices: [demandChoice, channelChoice, resourceChoice],
  defaultScope: 'openid read',
  steps: [
    authorizationStep({ responseType: 'code', needs: ['code'] }),
    codeExchange,
    listContacts,
    authorizationStep({
      name: 'step-up',
      title: 'Request a fresh or stronger login',
      text: 'The client sends a second request that says how the owner has to log in, although the owner still has a session.',
      clause: 'RFC 9470 §4, OIDC Core §3.1.2.1',
      responseType: 'code',
      needs: ['code'],
      isReady: ({ values }) => values.id_token !== undefined,
      more: (run) => demands[demandOf(run)] ?? [],
      remember,
    }),
    {
      ...codeExchange,
      name: 'token-again',
      title: 'Exchange the new code',
      text: 'In the new ID token, auth_time and acr say when and how the owner logged in. The client checks both.',
    },
    { ...listContacts, name: 'api-again', title: 'Call the API with the new token' },
  ],
}
