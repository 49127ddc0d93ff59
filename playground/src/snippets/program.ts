import type { Flow, FlowStep, Run, Settings, Tools, Values } from '../flows/flow.ts'
import type { Draft, Field } from '../wire/exchange.ts'
import { kindOf } from './kind.ts'

/** Text of a request: as it is, or the value of a variable. */
export type Piece = { readonly text: string } | { readonly variable: string }
export type Text = readonly Piece[]

/** A name and its value, of a query, a form or a header. */
export type Parameter = readonly [name: string, value: Text]

/** One request of a snippet. */
export interface ProgramRequest {
  readonly title: string
  readonly clause: string
  /** What a library may know how to do, such as `token:authorization_code`. */
  readonly kind: string
  readonly method: Draft['method']
  readonly url: Text
  readonly parameters: readonly Parameter[]
  readonly headers: readonly Parameter[]
  /** The client authenticates with HTTP Basic: both are form-encoded already (RFC 6749 §2.3.1). */
  readonly basic: { readonly user: string; readonly password: string } | undefined
  readonly bearer: Text | undefined
  readonly json: string | undefined
  /** Values that the program makes for this request: `state`, `nonce`, `code_verifier`. */
  readonly makes: readonly string[]
  /** Values to keep before they are replaced, such as a refresh token that is used again later. */
  readonly copies: readonly (readonly [name: string, from: string])[]
  /** Values of the answer that later requests use. */
  readonly reads: readonly string[]
  /** What the reader should know, such as that the browser-only response mode is left out. */
  readonly notes: readonly string[]
}

/** A flow as a sequence of requests with variables: what snippets of all languages are written from. */
export interface Program {
  readonly title: string
  readonly settings: Settings
  readonly requests: readonly ProgramRequest[]
}

/**
 * Goes through a flow with names in place of values, and collects the requests. Nothing is sent.
 * Steps that need more than names, such as a decoded token, are left out.
 */
export async function toProgram(flow: Flow, settings: Settings): Promise<Program> {
  const marks = createMarks(JSON.stringify(settings))
  const tools: Tools = {
    random: (bytes) => 'A'.repeat(Math.ceil((bytes * 4) / 3)),
    loadKeys: () => Promise.reject(new Error('a snippet is made without requests')),
  }
  let values: Values = {}
  const drafts: { step: FlowStep; draft: Draft; made: Values; answer: readonly string[] }[] = []
  for (const step of flow.steps) {
    const run: Run = { settings, values, now: 0 }
    if (!step.isReady(run)) continue
    const { draft, values: made } = await step.draft(run, tools)
    const answer = step.expectsRefusal ? [] : namesOfAnswer(draft, settings)
    drafts.push({ step, draft, made, answer })
    const variables = [...answer, ...Object.keys(made).filter((name) => isVariable(name, made, marks.read))]
    values = { ...values, ...made, ...Object.fromEntries(variables.map((name) => [name, marks.write(name)])) }
  }
  const requests = drafts.map(({ step, draft, made, answer }, index) => {
    const later = JSON.stringify(drafts.slice(index + 1).map((one) => one.draft))
    const reads = answer.filter((name) => later.includes(marks.write(name)))
    return toRequest(step, draft, { made, reads, settings, read: marks.read })
  })
  return { title: flow.title, settings, requests: requests.filter((one) => one !== undefined) }
}

const random = ['state', 'nonce', 'code_verifier']

/** Whether a value that a request leaves behind is made by the program: random, or a copy of an earlier one. */
function isVariable(name: string, made: Values, read: (text: string) => Text): boolean {
  return random.includes(name) || copiedFrom(made[name] ?? '', read) !== undefined
}

function copiedFrom(value: string, read: (text: string) => Text): string | undefined {
  const [piece, ...more] = read(value)
  return piece && 'variable' in piece && more.length === 0 ? piece.variable : undefined
}

/** What an answer gives, by the names of the wire. */
function namesOfAnswer(draft: Draft, { metadata, scope }: Settings): readonly string[] {
  const find = (name: string) => draft.parameters.find(([one]) => one === name)?.[1]
  const types = find('response_type')?.split(' ') ?? []
  const kind = kindOf(draft, metadata)
  if (kind.startsWith('authorization:')) {
    const byType: Record<string, string> = { code: 'code', token: 'access_token', id_token: 'id_token' }
    return types.flatMap((type) => byType[type] ?? [])
  }
  if (!kind.startsWith('token:')) return []
  const isForUser = /^token:(authorization_code|password|refresh_token)$/.test(kind)
  const hasIdToken = isForUser && scope.split(' ').includes('openid')
  return ['access_token', ...(isForUser ? ['refresh_token'] : []), ...(hasIdToken ? ['id_token'] : [])]
}

interface Around {
  readonly made: Values
  readonly reads: readonly string[]
  readonly settings: Settings
  readonly read: (text: string) => Text
}

function toRequest(step: FlowStep, draft: Draft, around: Around): ProgramRequest | undefined {
  const { made, reads, settings, read } = around
  const found = kindOf(draft, settings.metadata)
  const authorization = draft.headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? ''
  const isApi = found === 'other' && draft.url.startsWith(settings.api) && /^bearer /i.test(authorization)
  const inBrowser = draft.parameters.some(([name, value]) => name === 'response_mode' && value === 'web_message')
  const parameters = draft.parameters.filter(([name]) => !(inBrowser && name === 'response_mode'))
  return {
    title: step.title,
    clause: step.clause,
    // A library would report a refusal as an error, and end the program.
    kind: step.expectsRefusal ? 'other' : isApi ? 'api' : found,
    method: draft.method,
    url: read(draft.url),
    parameters: parameters.map(([name, value]) => [name, toValue(name, value, made, read)]),
    headers: draft.headers.filter(isOwnHeader).map(([name, value]) => [name, read(value)]),
    basic: toBasic(authorization),
    bearer: /^bearer /i.test(authorization) ? read(authorization.slice('bearer '.length)) : undefined,
    json: draft.json === undefined ? undefined : JSON.stringify(draft.json),
    makes: Object.keys(made).filter((name) => random.includes(name)),
    copies: Object.entries(made).flatMap(([name, value]) => {
      const from = random.includes(name) ? undefined : copiedFrom(value, read)
      return from === undefined ? [] : [[name, from] as const]
    }),
    reads,
    notes: [
      ...(step.expectsRefusal ? ['The refusal is the point of this request.'] : []),
      ...(inBrowser ? ['web_message needs a page that receives it; this uses the default response mode.'] : []),
      ...(step.copies === undefined
        ? []
        : [`The playground sends this ${step.copies} times at once; here it is sent once.`]),
    ],
  }
}

/** Whether a header is not one that HTTP programs write by themselves. */
function isOwnHeader([name]: Field): boolean {
  return !['authorization', 'content-type', 'accept'].includes(name.toLowerCase())
}

/** Values that were made at random for this request are variables of the program; the challenge is computed from its verifier. */
function toValue(name: string, value: string, made: Values, read: (text: string) => Text): Text {
  if (name === 'code_challenge' && made.code_verifier !== undefined) return [{ variable: 'code_challenge' }]
  if (['state', 'nonce'].includes(name) && made[name] === value) return [{ variable: name }]
  return read(value)
}

function toBasic(authorization: string): ProgramRequest['basic'] {
  if (!/^basic /i.test(authorization)) return undefined
  const [user = '', ...password] = atob(authorization.slice('basic '.length)).split(':')
  return { user, password: password.join(':') }
}

/** Names written so that they can be found again in a request, and that no setting contains. */
function createMarks(settings: string) {
  let begin = 'valetkey-value-'
  while (settings.includes(begin)) begin += 'x-'
  const pattern = new RegExp(`${begin}(\\w+)~`)
  return {
    write: (name: string) => `${begin}${name}~`,
    read: (text: string): Text =>
      text.split(pattern).flatMap((part, index): Text => {
        if (index % 2 === 1) return [{ variable: part }]
        return part === '' ? [] : [{ text: part }]
      }),
  }
}
