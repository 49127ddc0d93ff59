/** Shows the buttons that reveal a password, and makes them work. */
export const showPassword = `for (const button of document.querySelectorAll('[data-show-password]')) {
  const field = document.getElementById(button.getAttribute('aria-controls'))
  const turn = (shown) => {
    field.type = shown ? 'text' : 'password'
    button.textContent = shown ? 'Hide' : 'Show'
    button.setAttribute('aria-label', shown ? 'Hide password' : 'Show password')
  }
  button.hidden = false
  button.addEventListener('click', () => turn(field.type === 'password'))
  field.form.addEventListener('submit', () => turn(false))
}`

/** Ignores a second submit of the same form; buttons stay enabled, because a disabled one would not send its value. */
export const submitOnce = `for (const form of document.forms) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault()
    form.dataset.sent = 'yes'
  })
}
addEventListener('pageshow', (event) => {
  if (event.persisted) for (const form of document.forms) delete form.dataset.sent
})`

/** Submits the first form of the page by itself (OAuth 2.0 Form Post Response Mode §2). */
export const autoSubmit = `document.forms[0].submit()`

/** Puts scripts together, each in a scope of its own. */
export const joinScripts = (...scripts: readonly string[]): string =>
  scripts.map((script) => `{\n${script}\n}`).join('\n')
