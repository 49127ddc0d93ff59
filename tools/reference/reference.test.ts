import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import { errorCodes, maySend } from '@valetkey/protocol'
import type { Command } from 'commander'
import { visibleCommands } from '../../packages/server/src/cli/command.ts'
import { createProgram } from '../../packages/server/src/cli/program.ts'
import { findWords } from '../words.ts'
import { commandsPage } from './commands-page.ts'
import { configurationPage } from './configuration-page.ts'
import { endpointsOf, errorEndpointsOf } from './error-places.ts'
import { errorsPage } from './errors-page.ts'
import { findRefusals } from './find-refusals.ts'

const root = path.join(import.meta.dirname, '..', '..')

test('every refusal in the source has an endpoint, and its code a meaning and a fix', () => {
  const refusals = findRefusals(root)
  assert.ok(refusals.length > 60, `${refusals.length} refusals`)
  for (const { file } of refusals) assert.ok(endpointsOf(file))
  const page = errorsPage(root)
  for (const row of [
    'token | 400 | code has expired',
    'token | 400 | code was already redeemed: the tokens issued for it are revoked | RFC 6749 §4.1.2',
    'token | 400 | the refresh token was already used: its token family is revoked | RFC 9700 §4.14.2',
    'token, introspect, revoke | 429 | too many failed attempts: try again later',
    'token | 429 | too many failed attempts: try again later',
    'all | 503 | the server is temporarily unavailable: try again',
    'all | 500 | an unexpected error occurred',
    'all | 404 | no endpoint exists at this path',
    'all | 405 | this endpoint accepts …',
    'all | 413 | the request body is larger than 64 KiB',
    'authorize | redirect | …, and prompt=none allows no login page: send the request without prompt=none',
    'pages | 403 | the form came from another site',
    'pages | 403 | the form was opened before a login or logout, or its token is wrong',
    'pages | 415 | the Content-Type of the form must be application/x-www-form-urlencoded',
    'API | 401 | an access token is required: send it as … (RFC 6750 §2.1)',
    'API | 401 | the access token is unknown, has expired or was revoked',
    'API | 401 | the access token is not valid yet | RFC 7519 §4.1.5',
    'API | 400 | the access token was sent in the Authorization header and in the URL: send it in the header only (RFC 6750 §2)',
    'API | 403 | the access token lacks the scope: …',
    'API | 503 | the authorization server cannot be reached: try again',
    'API | 500 | this API is misconfigured and cannot verify tokens: see its log',
    'key_revoked | …: the authorization was revoked or has expired; send the user to authorize again',
    'mismatch | callback: the transaction has no state',
    'key_expired | refresh: the access token has expired and there is no refresh token; authorize again',
    'oauth | callback: the authorization server refused: …',
  ]) {
    assert.ok(page.includes(`| ${row} |`), row)
  }
  assert.ok(!page.includes('realm='), 'headers are no descriptions')
})

test('no endpoint sends an error code that is not one of its own (RFC 6749 §4.1.2.1, §5.2; RFC 6750 §3.1; RFC 7009 §2.2.1)', () => {
  const known = new Set<string>(errorCodes.map((one) => one.code))
  const refusals = findRefusals(root).filter(({ code }) => known.has(code))
  assert.ok(refusals.length > 60, `${refusals.length} refusals`)
  const wrong = refusals.flatMap(({ file, code, description }) =>
    errorEndpointsOf(file)
      .filter((endpoint) => !maySend(endpoint, code))
      .map((endpoint) => `${file}: ${endpoint} may not send ${code}: ${description}`),
  )
  assert.deepEqual(wrong, [])
})

test('every option is on the page with its default', () => {
  const page = configurationPage()
  assert.match(page, /\| `accessToken` \| integer, 1 to 86400 \| `600` \|/)
  assert.match(page, /`dangerously\.allowImplicit`/)
  assert.match(page, /`scopes\[\]\.name`/)
})

test('every command is on the page with its options', async () => {
  const page = await commandsPage()
  for (const name of ['serve', 'client rotate-secret', 'signing-keys rotate', 'token explain', 'backup']) {
    assert.ok(page.includes(`## valetkey ${name}\n`), name)
  }
})

test('the help of every command is a full sentence, explains each argument and option, and is in plain English', async () => {
  const program = await createProgram({ quiet: true })
  const commands = [program, ...below(program)]
  assert.ok(commands.length > 40, `${commands.length} commands`)
  for (const command of commands) {
    const name = command.name()
    assert.match(command.description(), /^[A-Z].*\.$/, name)
    for (const { description } of [...command.registeredArguments, ...command.options]) {
      assert.match(description, /^(?:[a-z]|jwt|ES256|JSON|URL|sqlite).*[^.]$/, `${name}: ${description}`)
    }
  }
  assert.deepEqual(findWords('the help of commands', await commandsPage()), [])
})

function below(command: Command): readonly Command[] {
  return visibleCommands(command).flatMap((child) => [child, ...below(child)])
}
