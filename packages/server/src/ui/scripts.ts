/** Shows the buttons that reveal a password, and enables them. */
export const showPassword = `for (const button of document.querySelectorAll('[data-show-password]')) {
  const field = document.getElementById(button.getAttribute('aria-controls'))
  const words = { text: button.textContent, label: button.getAttribute('aria-label') }
  const turn = (shown) => {
    field.type = shown ? 'text' : 'password'
    button.textContent = shown ? button.dataset.hide : words.text
    button.setAttribute('aria-label', shown ? button.dataset.hideLabel : words.label)
  }
  button.hidden = false
  button.addEventListener('click', () => turn(field.type === 'password'))
  field.form.addEventListener('submit', () => turn(false))
}`

/**
 * Ignores a second submit of the same form; buttons stay enabled, because a disabled one would not send its value. A
 * page may have the script twice: the handler is a property, so that it never ignores a first submit.
 */
export const submitOnce = `for (const form of document.forms) {
  form.onsubmit = (event) => {
    if (form.dataset.sent) event.preventDefault()
    form.dataset.sent = 'yes'
  }
}
addEventListener('pageshow', (event) => {
  if (event.persisted) for (const form of document.forms) delete form.dataset.sent
})`

/**
 * Ignores clicks and keys on guarded buttons for half a second after the page opened or its window got the focus: a
 * second click of a double click, or one that was lured onto a window that opened under it, must not allow anything.
 * They stay focusable, so that a keyboard does not lose its place.
 * A browser without the Page Visibility API is driven by a program, which clicks without a delay: nothing is guarded there.
 */
export const guardButtons = `if (document.visibilityState) {
  const guarded = document.querySelectorAll('[data-guarded]')
  let waiting
  const guard = () => {
    for (const button of guarded) button.setAttribute('aria-disabled', 'true')
    clearTimeout(waiting)
    waiting = setTimeout(() => { for (const button of guarded) button.removeAttribute('aria-disabled') }, 500)
  }
  for (const button of guarded) {
    button.addEventListener('click', (event) => { if (button.hasAttribute('aria-disabled')) event.preventDefault() })
  }
  addEventListener('focus', guard)
  addEventListener('pageshow', guard)
  guard()
}`

/**
 * Writes times in the reader's time zone, with the words of `localTimeWords`. Times less than an hour away are the same
 * in each zone and are not changed. A browser that cannot format them keeps those of the server.
 */
export const localTimes = `if (window.Intl && Intl.RelativeTimeFormat) {
  const day = (date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 864e5
  const lang = document.documentElement.lang
  const words = JSON.parse(document.querySelector('main').dataset.words)
  const fill = (text, values) => text.replace(/\\{(\\w+)\\}/g, (_, name) => values[name])
  const dateFormat = new Intl.DateTimeFormat(lang, { day: 'numeric', month: 'long', year: 'numeric' })
  const daysFormat = new Intl.RelativeTimeFormat(lang)
  const dateOf = (date) => {
    const { value: month } = dateFormat.formatToParts(date).find(({ type }) => type === 'month')
    return fill(words.date, { day: date.getDate(), month, year: date.getFullYear() })
  }
  const minutes = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
  const timeOf = (date, more) => new Intl.DateTimeFormat(lang, Object.assign({}, minutes, more)).format(date)
  for (const time of document.querySelectorAll('time[datetime]')) {
    const date = new Date(time.dateTime)
    const whole = fill(words.exact, { date: dateOf(date), time: timeOf(date, { timeZoneName: 'short' }) })
    if ('exact' in time.dataset) time.textContent = whole
    else {
      time.title = whole
      const away = day(date) - day(new Date())
      const near = { '0': words.today, '1': words.tomorrow, '-1': words.yesterday }[away]
      if (Math.abs(date - Date.now()) < 36e5) continue
      if (near !== undefined) time.textContent = fill(near, { time: timeOf(date) })
      else if (Math.abs(away) <= 31) time.textContent = daysFormat.format(away, 'day')
      else time.textContent = fill(words.on, { date: dateOf(date) })
    }
  }
}`

/** Submits the first form of the page by itself (OAuth 2.0 Form Post Response Mode §2). */
export const autoSubmit = `document.forms[0].submit()`

/**
 * Sends the message of the page to the window that frames this one, or else opened it. The browser delivers it only to a
 * document of the given origin.
 */
export const postMessage = `const { origin, message } = document.getElementById('result').dataset
const receiver = parent === window ? opener : parent
if (receiver) receiver.postMessage(JSON.parse(message), origin)`

/**
 * Follows the link `#next` once all frames have loaded, so that their clients have logged the user out, or after four
 * seconds: the refresh of a page would wait for its frames. It follows the link only once, even if a frame loads late.
 */
export const goOnAfterFrames = `let isGone = false
const goOn = () => {
  if (!isGone) location.replace(document.getElementById('next').href)
  isGone = true
}
addEventListener('load', goOn)
setTimeout(goOn, 4000)`

/** Joins scripts, each in its own scope. */
export const joinScripts = (...scripts: readonly string[]): string =>
  scripts.map((script) => `{\n${script}\n}`).join('\n')
