import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { encode } from '../../../../../conformance/target/target.ts'
import { authorizationRequest, people, startServer, type TestServer } from '../../testing/server.ts'

function countCodes(server: TestServer): number {
  const database = new DatabaseSync(server.database, { readOnly: true })
  const row = database.prepare('select count(*) as codes from code').get()
  database.close()
  return Number(row?.codes)
}

test('a request gets one response: a second consent POST after another tab allowed the same issues no code', async () => {
  const server = await startServer()
  const browser = server.browser()
  const open = async () => {
    const { fields } = authorizationRequest('web', { scope: 'read' })
    return browser.follow(await browser.open(`${server.issuer}/authorize?${encode(fields)}`))
  }
  const first = await browser.follow(await browser.submit(await open(), 'username', people.alice))
  const second = await open()
  const allow = { decision: 'allow', scope: ['read'] }
  assert.match(String((await browser.submit(first, 'decision', allow)).location), /[?&]code=/)
  assert.equal(countCodes(server), 1)
  // Of two concurrent submits of the second tab, one gets a response; the request is allowed by then, so it needs no page.
  const answers = await Promise.all([
    browser.submit(second, 'decision', allow),
    browser.submit(second, 'decision', allow),
    browser.open(second.url),
  ])
  assert.equal(answers.filter(({ location }) => location?.includes('code=')).length, 1)
  assert.equal(countCodes(server), 2)
  assert.equal((await browser.submit(second, 'decision', allow)).status, 400)
  assert.equal(countCodes(server), 2)
})
