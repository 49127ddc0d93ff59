import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import type { Flow, Settings } from '../flows/flow.ts'
import { tokenStep } from '../flows/steps/token.ts'
import { languages } from './index.ts'
import { toProgram } from './program.ts'
import { runners, startProgram } from './runners.testing.ts'

/** Values that end literals, expand, or run something, in one language or another. */
const hostile = [
  `'; touch hacked; '`,
  `$(touch hacked) \`touch hacked\` $${'{HOME}'} !! ~ * ?`,
  `" + process.exit() + "`,
  `"); import os; os.remove("x"); ("`,
  'a\nb\r\nc\td',
  '\u001b[201~touch hacked\n',
  '\\" \\\' \\\\ \\n %0A %s %%',
  'é 𝔘 \u202e gnirts \u2028 \ufeff',
  '@/etc/passwd',
  '&scope=admin#=+',
]

/** A server that remembers what it was sent, and grants everything. */
const received: { readonly body: string; readonly authorization: string }[] = []
const listener = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  response.setHeader('content-type', 'application/json')
  if (request.url?.startsWith('/.well-known/')) return response.end(JSON.stringify(metadata))
  received.push({ body, authorization: request.headers.authorization ?? '' })
  return response.end(JSON.stringify({ access_token: 'token', token_type: 'Bearer', expires_in: 60 }))
}).listen(0, '127.0.0.1')
await once(listener, 'listening')
after(() => listener.close())
const issuer = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`
const metadata = { issuer, token_endpoint: `${issuer}/token`, authorization_endpoint: `${issuer}/authorize` }

const flow: Flow = {
  name: 'hostile',
  title: `A title\nwith */ lines " and ' quotes`,
  text: 'For tests.',
  clause: 'RFC 6749 §4.5',
  group: 'machine',
  clients: [],
  choices: [],
  defaultScope: '',
  steps: [
    tokenStep({
      title: `Ask \n for a token */ '; touch hacked`,
      text: 'For tests.',
      clause: 'RFC 6749 §4.5',
      fields: ({ settings }) => [
        ['grant_type', 'urn:example:hostile'],
        ...hostile.map((value, index) => [`field_${index}`, value] as const),
        ['resource', settings.api],
      ],
    }),
  ],
}

const settings = (clientSecret: string): Settings => {
  const client = { clientId: `client ${hostile[0]} é`, clientSecret, redirectUri: 'http://localhost/cb' }
  return {
    metadata,
    client,
    otherClient: client,
    api: `http://localhost:1/${hostile[1]}`,
    otherApi: '',
    scope: '',
    responseMode: undefined,
    choices: {},
  }
}

for (const runner of runners) {
  test(`hostile values arrive as they are from ${runner.language}`, async (t) => {
    const language = languages.find(({ name }) => name === runner.language)
    assert.ok(language)
    const obstacle = runner.obstacle()
    if (obstacle !== undefined) return t.skip(obstacle)
    const text = language.write(await toProgram(flow, settings(`secret ${hostile.join('')}`)))
    assert.doesNotMatch(text, /(?![\n\t])[\p{Cc}\p{Cf}\u2028]/u, 'a terminal obeys nothing in it')
    received.length = 0
    const child = startProgram(runner, language.fileName, text)
    child.stdin.end()
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    await once(child, 'close')
    assert.equal(received.length, 1, `${text}\n${output}`)
    const form = new URLSearchParams(received[0]?.body)
    for (const [index, value] of hostile.entries()) assert.equal(form.get(`field_${index}`), value)
    assert.equal(form.get('resource'), settings('').api)
    const [user = '', ...rest] = atob(received[0]?.authorization.replace(/^Basic /, '') ?? '').split(':')
    const decode = (one: string) => new URLSearchParams(`x=${one}`).get('x')
    assert.equal(decode(user), settings('').client.clientId)
    assert.equal(decode(rest.join(':')), `secret ${hostile.join('')}`)
    return undefined
  })
}
