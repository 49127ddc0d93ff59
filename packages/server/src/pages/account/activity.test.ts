import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { people, startServer } from '../../testing/server.ts'

test('users see their own events in plain words, 50 to a page, and never those of others', async () => {
  const server = await startServer()
  const browser = server.browser()
  const bob = server.browser()
  await server.grant('web', { scope: 'read' }, { browser: bob, person: 'bob' })
  for (let round = 0; round < 52; round++) {
    const login = await browser.open(`${server.issuer}/login?to=/account/activity`)
    await browser.submit(login, 'username', people.alice)
  }
  const rows = (html: string) => html.match(/<strong>You logged in<\/strong>/g)?.length ?? 0
  // Events are written in the background, by timers that a loop without pauses would starve.
  const settled = async () => {
    for (const end = Date.now() + 20_000; Date.now() < end; await sleep(20)) {
      const page = await browser.open(`${server.issuer}/account/activity`)
      const older = /href="([^"]*before=[^"]*)">Older/.exec(page.html)?.[1]
      if (older !== undefined) return { page, older }
    }
    assert.fail('the page never had more than 50 events')
  }
  const { page, older } = await settled()
  assert.equal(rows(page.html), 50)
  assert.doesNotMatch(page.html, /Contacts|gave/)
  const second = await browser.open(new URL(older, server.issuer))
  assert.ok(rows(second.html) >= 1)
  assert.match(second.html, /Back to the latest/)
  for (const before of ["1.x' OR 1=1--.1", '../..', 'zzzzzzzzzzzz.a.a', '']) {
    const odd = await browser.open(`${server.issuer}/account/activity?before=${encodeURIComponent(before)}`)
    assert.equal(odd.status, 200, before)
    assert.doesNotMatch(odd.html, /Contacts/)
  }
})
