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

/** Asserts that a response is an error of RFC 6749 §5.2 with one of the codes. */
export function assertRefused(answer: Answer, ...codes: readonly string[]): void {
  assert.ok(
    answer.status >= 400 && answer.status < 500,
    `expected a refusal: ${answer.status} ${answer.text.slice(0, 300)}`,
  )
  const code = String(answer.json.error)
  assert.ok(codes.includes(code), `expected ${codes.join(' or ')}, got ${code}: ${answer.text.slice(0, 300)}`)
}

/** Asserts that a response is a token response. */
export function assertGranted(answer: Answer): void {
  assert.equal(answer.status, 200, answer.text.slice(0, 300))
  assert.equal(typeof answer.json.access_token, 'string', 'access_token is missing')
}

function toObject(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
  } catch {
    return {}
  }
}
