import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { noBrowser } from './browser.ts'
import { findFlaws } from './looks.ts'
import {
  announced,
  answerWindows,
  openPlayground,
  playToEnd,
  sendStep,
  usePlayground,
  waitForAnswer,
} from './playground-page.ts'

const { site, inWindow } = usePlayground()
const others: Server[] = []
after(() => {
  for (const other of others) other.close()
})

/** Starts another server, such as one that is no authorization server. */
async function startOther(handle: Parameters<typeof createServer>[1]): Promise<string> {
  const other = createServer(handle).listen(0, '127.0.0.1')
  others.push(other)
  await once(other, 'listening')
  return `http://127.0.0.1:${(other.address() as AddressInfo).port}`
}

test('a link restores flow, scope, fault and edits, and has no secret in it', { skip: noBrowser }, () =>
  inWindow(async (page) => {
    await openPlayground(
      page,
      site.issuer,
      'flow=refresh-token&client=playground-app&scope=read+create&step=authorization&set.prompt=login',
    )
    assert.match((await page.locator('.settings-summary').textContent()) ?? '', /playground-app.*read create/)
    const edited = await page
      .locator('.draft input')
      .evaluateAll((all: HTMLInputElement[]) => all.map(({ value }) => value))
    assert.ok(edited.includes('prompt'), edited.join(' '))
    await page.click('[data-action=copy-link]')
    await page.waitForFunction(() => location.hash.length > 1)
    const fragment = new URLSearchParams(new URL(page.url()).hash.slice(1))
    assert.equal(fragment.get('flow'), 'refresh-token')
    assert.equal(fragment.get('scope'), 'read create')
    assert.equal(fragment.get('set.prompt'), 'login')
    for (const word of ['secret', 'verifier', 'challenge', 'state=']) assert.ok(!page.url().includes(word), page.url())
  }),
)

test('a hostile link gets a plain sentence and an empty page', { skip: noBrowser }, () =>
  inWindow(async (page) => {
    for (const fragment of ['flow=javascript:alert(1)', '{"flow":1', `flow=${'x'.repeat(9000)}`]) {
      await openPlayground(page, site.issuer, fragment)
      assert.match(
        (await page.locator('.notice').textContent()) ?? '',
        /^This link cannot be restored: .*The playground starts empty\.$/,
      )
      for (const width of [390, 1280]) {
        await page.setViewportSize({ width, height: 844 })
        const top = await page.evaluate(() => document.querySelector('.notice')?.getBoundingClientRect().top ?? 9999)
        assert.ok(top < 400, `the notice is ${top} pixels below the top at a width of ${width}`)
      }
    }
  }),
)

test('with read alone, creating a contact is refused; with read create it works', { skip: noBrowser }, () =>
  inWindow(async (page) => {
    answerWindows(page)
    await openPlayground(page, site.issuer)
    await playToEnd(page)
    const before = (await page.locator('[data-announcer]').textContent()) ?? ''
    await page.click('[name=create]')
    assert.match(await waitForAnswer(page, before), /refused\..*insufficient_scope/)
    await page.click('[name=widen]')
    await page.waitForSelector('[data-action=send]:enabled')
    await playToEnd(page)
    const listed = (await page.locator('[data-announcer]').textContent()) ?? ''
    await page.fill('[name=contact]', 'Mary Shelley')
    await page.click('[name=create]')
    assert.match(await waitForAnswer(page, listed), /done\.$/)
    assert.match((await page.locator('.contact-list').textContent()) ?? '', /Mary Shelley/)
  }),
)

test('a key that is revoked in another tab ends the calls within a second', { skip: noBrowser }, () =>
  inWindow(async (page) => {
    answerWindows(page)
    await openPlayground(page, site.issuer)
    await playToEnd(page)
    await page.check('[name=keep-calling]')
    const keys = await page.context().newPage()
    await keys.goto(`${site.issuer}/keys`)
    await revokeKey(keys)
    await page.bringToFront()
    await page.waitForFunction(
      () => /refused\./.test(document.querySelector('[data-announcer]')?.textContent ?? ''),
      undefined,
      { timeout: 5000 },
    )
    assert.match((await page.locator('.reason').textContent()) ?? '', /revoked|no longer/i)
    assert.equal(await page.isChecked('[name=keep-calling]'), false)
  }),
)

/** Revokes the first key that is listed. */
async function revokeKey(keys: Page): Promise<void> {
  await keys.locator('form[action$="/keys/take-back"] button').first().click()
  await keys.waitForSelector('#result')
}

test(
  'a key that is narrowed in another tab refuses the next call, and the page says that it was',
  { skip: noBrowser },
  () =>
    inWindow(async (page) => {
      answerWindows(page)
      await openPlayground(page, site.issuer, 'flow=authorization-code&client=playground-public&scope=read+create')
      await playToEnd(page)
      const keys = await page.context().newPage()
      await keys.goto(`${site.issuer}/keys`)
      await keys.locator('.key-row h2 a').first().click()
      const change = keys.locator('form[action$="/keys/change"]').first()
      await change.locator('input[value*=create]').first().uncheck()
      await change.locator('button').first().click()
      await keys.waitForSelector('#result')
      await page.bringToFront()
      // The API remembers an answer of the server for a second.
      for (const end = Date.now() + 3000; ; ) {
        const before = await announced(page)
        await page.click('[name=create]')
        const said = await waitForAnswer(page, before)
        if (/insufficient_scope.*the owner has narrowed the key/.test(said)) break
        assert.ok(/: done\.$/.test(said) && Date.now() < end, said)
      }
    }),
)

test('the eight screens of the tour each notice that their task is done', { skip: noBrowser }, () =>
  inWindow(async (page) => {
    answerWindows(page)
    await openPlayground(page, site.issuer)
    await page.click('[name=tour]')
    const done = () => page.waitForSelector('.tour-done', { timeout: 10_000 })
    const next = () => page.click('[name=tour-next]')
    const setUp = async () => {
      await page.click('[name=tour-start]')
      await page.waitForSelector('[data-action=send]:enabled')
    }
    const tasks: readonly (() => Promise<unknown>)[] = [
      () => sendStep(page),
      () => sendStep(page),
      () => sendStep(page),
      async () => {
        await setUp()
        await sendStep(page)
      },
      async () => {
        await setUp()
        await playToEnd(page)
        await page.click('[name=create]')
      },
      async () => {
        await setUp()
        for (let step = 0; step < 3; step++) await sendStep(page)
      },
      async () => {
        await setUp()
        await sendStep(page)
        await page.click('[data-fault=wrong-verifier]')
        await page.waitForSelector('[data-fault=wrong-verifier][aria-pressed=true]')
        await sendStep(page)
      },
      async () => {
        await setUp()
        await playToEnd(page)
        await page.check('[name=keep-calling]')
        const keys = await page.context().newPage()
        await keys.goto(`${site.issuer}/keys`)
        await revokeKey(keys)
        await page.bringToFront()
      },
    ]
    for (const [index, act] of tasks.entries()) {
      assert.equal(await page.locator('.tour-done').count(), 0, `screen ${index + 1} has a task`)
      const links = await page.locator('.tour a').evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''))
      assert.ok(links.length > 0 && links.every((link) => link.includes('/docs/concepts.md#')), links.join())
      await act()
      await done()
      if (index + 1 < tasks.length) await next()
    }
    await page.click('[name=tour-end]')
    assert.ok(await page.isVisible('[name=tour]'))
  }),
)

test(
  'the page is clean for axe and never scrolls sideways, empty, refused and in the tour, light and dark',
  { skip: noBrowser },
  () =>
    inWindow(async (page) => {
      answerWindows(page)
      await openPlayground(page, site.issuer)
      assert.deepEqual(await findFlaws(page), [])
      await page.click('[name=tour]')
      await playToEnd(page)
      await page.click('[name=create]')
      await page.waitForSelector('.badge.refused')
      assert.deepEqual(await findFlaws(page), [])
      for (const width of [390, 1280]) {
        await page.setViewportSize({ width, height: 844 })
        assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width)
      }
    }),
)

test('on paper there are the picture and the open exchange alone', { skip: noBrowser }, () =>
  inWindow(async (page) => {
    await openPlayground(page, site.issuer)
    await page.emulateMedia({ media: 'print' })
    for (const part of ['.tour', '.column.controls', '.column.extras', '.exports']) {
      assert.equal(await page.locator(part).isVisible(), false, part)
    }
    for (const part of ['.picture svg', '.column.details']) assert.ok(await page.locator(part).isVisible(), part)
  }),
)

test('the picture is saved as SVG and PNG, and the program as a file', { skip: noBrowser }, () =>
  inWindow(async (page) => {
    await openPlayground(page, site.issuer, 'flow=client-credentials&client=playground-app&scope=read')
    await playToEnd(page)
    const save = async (press: string) => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.click(press)])
      return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
    }
    const svg = await save('.exports button:has-text("SVG")')
    assert.match(svg.bytes.toString(), /^(<\?xml[^>]*>\s*)?<svg[\s\S]*<title/)
    assert.match(
      svg.bytes.toString(),
      /<style>@font-face\{font-family:'Figtree Variable'[^<]*url\(data:font\/woff2;base64,/,
    )
    const png = await save('.exports button:has-text("PNG")')
    assert.deepEqual([...png.bytes.subarray(1, 4)], [...Buffer.from('PNG')])
    await page.click('[data-language=python]')
    const python = await save('[data-action=download-snippet]')
    assert.equal(python.name, 'flow.py')
    assert.match(python.bytes.toString(), /OAuth2Session/)
  }),
)

test('another server that cannot be used is explained', { skip: noBrowser }, () =>
  inWindow(async (page) => {
    const metadata = JSON.stringify({ issuer: 'https://elsewhere.example' })
    const hidden = await startOther((_, response) => response.end(metadata))
    const wrong = await startOther((_, response) => {
      response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'application/json' }).end(metadata)
    })
    await openPlayground(page, site.issuer)
    await page.click('.settings summary')
    const field = page.locator('.settings form:has(button[type=submit]) input').first()
    const tries = [
      [hidden, /Access-Control-Allow-Origin/],
      [wrong, /elsewhere\.example/],
      ['http://127.0.0.1:9', /respond|running|start|reach/i],
    ] as const
    for (const [issuer, words] of tries) {
      await field.fill(issuer)
      await page.click('.settings form button[type=submit]')
      await page.waitForFunction(
        (text) => new RegExp(text, 'i').test(document.querySelector('.settings [role=status]')?.textContent ?? ''),
        words.source,
      )
    }
  }).catch((error: unknown) => {
    // The browser itself reports requests that CORS forbids.
    const complaints = error instanceof assert.AssertionError && Array.isArray(error.actual) ? error.actual : []
    if (complaints.length === 0 || !complaints.every((one) => /CORS policy/.test(String(one)))) throw error
  }),
)

test(
  'the first paint takes less than a second, and the page talks to the issuer and the API alone',
  { skip: noBrowser },
  () =>
    inWindow(async (page) => {
      const origins = new Set<string>()
      page.on('request', (request) => {
        if (/^https?:/.test(request.url())) origins.add(new URL(request.url()).origin)
      })
      answerWindows(page)
      const paints: number[] = []
      for (let load = 0; load < 2; load++) {
        await openPlayground(page, site.issuer)
        paints.push(
          await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 9999),
        )
      }
      // The faster of two, because other tests run on this machine, too.
      assert.ok(Math.min(...paints) < 1000, `first paint after ${paints.join(', ')} ms`)
      await playToEnd(page)
      assert.deepEqual([...origins].sort(), [site.issuer, site.api].map((url) => new URL(url).origin).sort())
    }),
)

test('an answer for a program is shown as an address to paste', { skip: noBrowser }, () =>
  inWindow(async (page) => {
    await page.goto(`${site.issuer}/playground/callback?code=abc&state=def`)
    assert.equal(await page.inputValue('#address'), `${site.issuer}/playground/callback?code=abc&state=def`)
    assert.deepEqual(await findFlaws(page), [])
  }),
)

test('an API that is stopped turns the arrow red, and the page says what to start', { skip: noBrowser }, () =>
  inWindow(async (page) => {
    await openPlayground(page, site.issuer, 'flow=client-credentials&client=playground-app&scope=read')
    await sendStep(page)
    await site.closeApi() // no test after this one has it
    assert.match(await sendStep(page), /no response\..*npm start/)
    assert.equal(await page.locator('.badge.unreachable').count(), 1)
  }),
)
