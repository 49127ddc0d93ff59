import assert from 'node:assert/strict'
import { test } from 'node:test'
import vm from 'node:vm'
import { checkSession } from '../pages/check-session/script.ts'
import { passwordStrength } from './new-password-field.ts'
import { usePasskey } from './passkey-script.ts'
import * as scripts from './scripts.ts'

const { joinScripts: _, ...own } = scripts
const all = { ...own, passwordStrength, usePasskey, checkSession }

/** Runs a script on a page with one guarded button, and reports whether it ignores a click at once. */
function ignoresClick(document: object): boolean {
  const attributes = new Set<string>()
  let click: (event: object) => void = () => undefined
  const button = {
    setAttribute: (name: string) => attributes.add(name),
    removeAttribute: (name: string) => attributes.delete(name),
    hasAttribute: (name: string) => attributes.has(name),
    addEventListener: (_type: string, listener: typeof click) => {
      click = listener
    },
  }
  vm.runInNewContext(scripts.guardButtons, {
    document: { querySelectorAll: () => [button], ...document },
    addEventListener: () => undefined,
    setTimeout: () => 1,
    clearTimeout: () => undefined,
  })
  let isIgnored = false
  click({ preventDefault: () => (isIgnored = true) })
  return isIgnored
}

test('a click on a guarded button is ignored at first, unless the browser shows no pages at all', () => {
  assert.equal(ignoresClick({ visibilityState: 'visible' }), true)
  assert.equal(ignoresClick({ visibilityState: 'hidden' }), true)
  assert.equal(ignoresClick({}), false)
})

for (const [name, script] of Object.entries(all)) {
  test(`browsers without async functions, classes and spread outside arrays can parse ${name}`, () => {
    assert.doesNotMatch(script, /\basync\b|\bawait\b|\bclass\b/)
    assert.doesNotMatch(script, /[{(]\s*\.\.\.|\.\.\.\w+\s*[})]/)
  })
}

test('the page that waits for frames asks for the next one once', () => {
  const opened: string[] = []
  const goOn: (() => void)[] = []
  vm.runInNewContext(scripts.goOnAfterFrames, {
    document: { getElementById: () => ({ href: 'https://app.example.com/out' }) },
    location: { replace: (href: string) => opened.push(href) },
    addEventListener: (_type: string, listener: () => void) => goOn.push(listener),
    setTimeout: (listener: () => void) => goOn.push(listener),
  })
  for (const listener of goOn) listener()
  assert.deepEqual([goOn.length, opened], [2, ['https://app.example.com/out']])
})
