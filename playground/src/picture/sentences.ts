import type { Role } from '../wire/exchange.ts'
import { type Arrow, stepNumber } from './arrows.ts'

const roles: Readonly<Record<Role, string>> = {
  owner: 'browser',
  client: 'client',
  server: 'authorization server',
  api: 'resource server',
  attacker: 'attacker',
}

const stepWords: Readonly<Record<Arrow['step'], string>> = {
  'authorization-request': 'request for authorization',
  'authorization-grant': 'authorization grant',
  'token-request': 'token request',
  'access-token': 'token',
  'api-request': 'API request',
  resource: 'resource',
  other: '',
}

const endings: Readonly<Record<Arrow['state'], string>> = {
  planned: ', still to come',
  waiting: ', waiting for a response',
  ok: '',
  refused: ', refused',
  unreachable: ', no response',
}

/** An arrow in words, such as `Step 3, token request: client to authorization server, POST /token`. */
export function toSentence(arrow: Arrow): string {
  const number = stepNumber(arrow.step)
  const step = number === undefined ? '' : `Step ${number}, ${stepWords[arrow.step]}: `
  const label = arrow.label.text === '' ? '' : `, ${arrow.label.text.replace(/\s+/g, ' ')}`
  const sentence = `${step}${roles[arrow.from]} to ${roles[arrow.to]}${label}${endings[arrow.state]}`
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`
}
