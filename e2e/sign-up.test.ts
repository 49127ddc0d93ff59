import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { launchBrowser, noBrowser, openWindow } from './browser.ts'
import { findFreePorts } from './free-ports.ts'
import { look } from './looks.ts'

const binary = path.join(import.meta.dirname, '..', 'packages', 'server', 'bin', 'valetkey.js')
const password = 'seven bright umbrellas walking'
const skip = noBrowser

async function start() {
  const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-sign-up-'))
  const [port] = await findFreePorts(1)
  const issuer = `http://localhost:${port}`
  const file = path.join(folder, 'valetkey.yaml')
  const write = (version: string) =>
    writeFileSync(
      file,
      JSON.stringify({
        issuer,
        database: `sqlite:${path.join(folder, 'valetkey.db')}`,
        signUp: 'open',
        terms: { version, required: true },
        brand: { termsUrl: 'https://example.com/terms', privacyUrl: 'https://example.com/privacy' },
        accounts: [{ username: 'alice', password, email: 'alice@example.com' }],
      }),
      { mode: 0o600 },
    )
  const serve = async () => {
    const child = spawn(process.execPath, [binary, 'serve', '--config', file], { stdio: ['ignore', 'pipe', 'ignore'] })
    await once(child.stdout, 'data')
    return async () => {
      child.kill()
      await once(child, 'exit')
    }
  }
  write('1')
  let stop = await serve()
  after(async () => {
    await stop()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    issuer,
    async changeTerms() {
      await stop()
      write('2')
      stop = await serve()
    },
    invite: (...args: readonly string[]) =>
      promisify(execFile)(process.execPath, [binary, 'account', 'invite', ...args, '--config', file]),
  }
}

test('users sign up, are invited and accept terms; each page passes axe-core and fits 320 px', { skip }, async () => {
  const { issuer, changeTerms, invite } = await start()
  const browser = await launchBrowser()
  after(() => browser.close())
  const { page, complaints } = await openWindow(browser)
  const flaws: string[] = []
  const see = async (name: string) => {
    flaws.push(...(await look(page, name)))
  }
  const openLink = async (link: string, to = 'nina') => {
    const selector = `article:has-text("To ${to}") a[href*="${link}"]`
    for (let tries = 0; (await page.locator(selector).count()) === 0; tries++) {
      assert.ok(tries < 100, `no message with ${link}`)
      await page.goto(`${issuer}/dev/outbox`)
    }
    await page.locator(selector).first().click()
  }

  await page.goto(`${issuer}/login`)
  await see('login')
  await page.click('a[href*="/sign-up"]')
  await see('sign-up')
  await page.fill('[name=email]', 'nina')
  await page.click('button[type=submit].primary')
  await page.waitForSelector('.field-error')
  await see('sign-up-malformed')
  await page.fill('[name=email]', 'nina.nakamura-lindqvist@department.university.example.com')
  await page.click('button[type=submit].primary')
  await page.waitForSelector('#result')
  await see('sign-up-sent')
  await openLink('/sign-up/finish')
  await page.waitForSelector('[name=password]')
  await see('finish')
  await page.fill('[name=name]', 'Nina Nakamura')
  await page.fill('[name=password]', 'short')
  await page.click('button[type=submit].primary')
  await page.waitForSelector('.field-error')
  await see('finish-faults')
  await page.fill('[name=password]', password)
  await page.check('[name=terms]')
  const finish = page.url()
  await page.click('button[type=submit].primary')
  await page.waitForURL(`${issuer}/account`)
  await page.goto(finish)
  await see('dead-link')
  await page.goto(`${issuer}/sign-up/done`)
  await see('done')

  await invite(
    'nina.nakamura-lindqvist@department.university.example.com',
    '--group',
    'staff',
    'editors-of-the-newsletter',
  )
  await openLink('/invitation')
  await page.waitForSelector('[name=decision]')
  await see('join')
  const invitation = page.url()
  await page.context().clearCookies()
  await page.goto(invitation)
  await see('invitation-log-in')
  await page.goto(`${issuer}/login`)
  await page.fill('[name=username]', 'alice')
  await page.fill('[name=password]', password)
  await page.click('button[type=submit].primary')
  await page.waitForSelector('[name=decision][value=decline]')
  await see('terms')
  await page.click('[value=accept]')
  await page.goto(invitation)
  await see('invitation-other')
  await page.goto(`${issuer}/invitation?link=none`)
  await see('invitation-dead')
  await invite('olga@example.com', '--name', 'Olga Orlova')
  await openLink('/invitation', 'olga')
  await page.waitForSelector('[name=password]')
  assert.equal(await page.inputValue('[name=name]'), 'Olga Orlova')
  await see('invitation')

  await changeTerms()
  await page.context().clearCookies()
  await page.goto(`${issuer}/login`)
  await page.fill('[name=username]', 'alice')
  await page.fill('[name=password]', password)
  await page.keyboard.press('Enter')
  await page.waitForSelector('[value=decline]')
  await page.click('[value=decline]')
  await page.waitForSelector('#result')
  await see('terms-declined')
  assert.deepEqual([...flaws, ...complaints], [])
})
