import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Cookies } from './cookies.ts'
import { readForms } from './forms.ts'

test('a form is read with its inputs, its buttons and its entities decoded', () => {
  const [form] = readForms(`
    <FORM action="/login?a=1&amp;b=2" method=POST>
      <input type=hidden name="csrf" value='a&quot;b'><input name="username" required>
      <input name="late" value="1" disabled>
      <button name="decision" value="allow">Allow</button>
    </FORM>`)
  assert.deepEqual(form, {
    action: '/login?a=1&b=2',
    method: 'post',
    fields: [
      { type: 'hidden', name: 'csrf', value: 'a"b' },
      { type: 'text', name: 'username', value: '' },
      { type: 'submit', name: 'decision', value: 'allow' },
    ],
  })
})

test('a cookie is sent for its path, replaced, and deleted', () => {
  const cookies = new Cookies()
  cookies.store(['id=1; Path=/; HttpOnly; Secure', 'step=a; path=/interaction/x'], '/authorize')
  assert.equal(cookies.header('/authorize'), 'id=1')
  assert.equal(cookies.header('/interaction/x'), 'id=1; step=a')
  assert.equal(cookies.header('/interaction/xy'), 'id=1')
  cookies.store(['id=2; Path=/', 'step=; path=/interaction/x; expires=Thu, 01 Jan 1970 00:00:00 GMT'], '/')
  assert.equal(cookies.header('/interaction/x'), 'id=2')
  cookies.store(['id=; Path=/; Max-Age=0'], '/')
  assert.equal(cookies.header('/'), '')
})
