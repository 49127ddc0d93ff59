import assert from 'node:assert/strict'
import { test } from 'node:test'
import { button } from './buttons.ts'
import { checkboxRow, segments, selectField } from './choices.ts'
import { passwordField, textField } from './fields.ts'
import { render } from './html.ts'
import { toIcon } from './icon.ts'
import { monogram } from './monogram.ts'
import { newPasswordField, passwordFaultText } from './new-password-field.ts'
import { notice } from './notices.ts'
import { en } from './words/en.ts'

test('a field refers to its label, hint and error', () => {
  const field = render(textField({ name: 'city', label: 'City', hint: 'Where you live', error: 'Say a city.' }))
  assert.match(field, /<label for="city">/)
  assert.match(field, /aria-describedby="city-hint city-error" aria-invalid="true"/)
  assert.match(field, /id="city-hint"/)
  assert.match(field, /id="city-error"/)
})

test('a field without an error is not marked as wrong', () => {
  assert.doesNotMatch(render(textField({ name: 'city', label: 'City' })), /aria-/)
})

test('a password is never written back, and its show button is hidden without a script', () => {
  const field = render(passwordField({ name: 'password', label: 'Password', value: 'secret' }, en.password))
  assert.doesNotMatch(field, /secret/)
  assert.match(field, /<button class="reveal" type="button"[^>]* hidden>/)
})

test('exactly the selected choice is checked', () => {
  const choices = ['a', 'b'].map((value) => ({ value, label: value }))
  assert.match(
    render(segments({ name: 'n', legend: 'L', choices, selected: 'b' })),
    /value="a" required>.*value="b" required checked>/,
  )
  assert.match(
    render(selectField({ id: 'i', name: 'n', legend: 'L', choices, selected: 'b' })),
    /value="a">.*value="b" selected>/,
  )
  assert.match(render(checkboxRow({ id: 'i', name: 'n', value: 'v', title: 'T', checked: true })), /value="v" checked>/)
})

test('a button sends its value, and names its subject for screen readers', () => {
  assert.equal(
    render(button({ label: 'End', name: 'n', value: 'v', weight: 'alert', about: 'it' })),
    '<button class="button alert" type="submit" name="n" value="v">End<span class="unseen"> it</span></button>',
  )
})

test('an alert has the role alert, any other notice the role status', () => {
  assert.match(render(notice({ tone: 'alert', text: 'x', autofocus: true })), /role="alert" tabindex="-1" autofocus/)
  assert.match(render(notice({ tone: 'success', text: 'x' })), /role="status"/)
})

test('a monogram takes the first letter that can be seen', () => {
  assert.match(render(monogram('\u202e  "élan"')), />É</)
  assert.match(render(monogram('!!')), />\?</)
})

test('the icon is a complete SVG document', () => {
  assert.match(toIcon(), /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
})

test('a new password has a hint, may be pasted, and shows why it was refused', () => {
  const error = passwordFaultText({ reason: 'short', length: 3, minimum: 15 }, en)
  const field = render(newPasswordField({ minimum: 15, names: ['al"ice'], error }, en))
  assert.match(field, /autocomplete="new-password"/)
  assert.match(field, /15 characters or more/)
  assert.match(field, /This password has 3 characters\. It needs 15 or more\./)
  assert.doesNotMatch(field, /onpaste|maxlength|pattern=/)
  assert.match(field, /role="status" data-strength="password" data-rule="\{&quot;minimum&quot;:15/)
})
