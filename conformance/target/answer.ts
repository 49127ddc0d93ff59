import assert from 'node:assert/strict'

/** The response of an endpoint. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body if it is a JSON object, otherwise an empty object. */
  readonly json: Readonly<Record<string, unknown>>
}

/** Reads the whole response. */
export async function toAnswer(response: Response): Promise<Answer> {
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, json: toObject(text) }
}

/** Reads one member that must be a text. */
export function text(answer: Answer, member: string): string {
  const value = answer.json[member]
  if (typeof value !== 'string') assert.fail(`${member} is missing: ${answer.status} ${answer.text.slice(0, 300)}`)
  return value
}

/** Asserts that an error is described with the characters that RFC 6749 §4.1.2.1 and §5.2 allow. */
export function assertDescription(description: unknown): void {
  if (description === undefined || description === null) return
  assert.match(String(description), /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/, 'error_description has other characters')
}

/** Asserts that a response is an error of RFC 6749 §5.2 with one of the codes: 401 is for failed authentication only. */
export function assertRefused(answer: Answer, ...codes: readonly string[]): void {
  assert.ok(
    answer.status >= 400 && answer.status < 500,
    `expected a refusal: ${answer.status} ${answer.text.slice(0, 300)}`,
  )
  const code = String(answer.json.error)
  assert.ok(codes.includes(code), `expected ${codes.join(' or ')}, got ${code}: ${answer.text.slice(0, 300)}`)
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/)
  if (answer.status === 401) assert.match(code, /^invalid_(client|token)$/, 'the code of a 401')
  assertDescription(answer.json.error_description)
}

const secondsOfYear = 366 * 86_400

/** Asserts that a response is a token response (RFC 6749 §5.1). */
export function assertGranted(answer: Answer): void {
  assert.equal(answer.status, 200, answer.text.slice(0, 300))
  const { access_token: token, token_type: type, expires_in: seconds } = answer.json
  assert.deepEqual([typeof token, typeof type], ['string', 'string'], 'access_token or token_type is missing')
  if (seconds === undefined) return
  assert.ok(typeof seconds === 'number' && seconds > 0 && seconds <= secondsOfYear, `expires_in is ${seconds}`)
}

function toObject(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
  } catch {
    return {}
  }
}
