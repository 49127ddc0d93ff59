import { channelName, readCallback, storageKeys, windowPrefix } from './wire/callback-message.ts'

const { href } = window.location
const isOfTab = window.sessionStorage.getItem(storageKeys.run) !== null
const isOfPopup = window.opener !== null || window.name.startsWith(windowPrefix)

// Hands the authorization response to the page that asked for it. Whether it is genuine is checked there.
const message = readCallback(href, window.name)
// The code stays neither in the address bar nor in the history.
window.history.replaceState(null, '', window.location.pathname)

if (!isOfTab && !isOfPopup) {
  showAddress()
} else if (!isOfTab) {
  window.opener?.postMessage(message, window.location.origin)
  const channel = new BroadcastChannel(channelName)
  channel.postMessage(message)
  channel.close()
  const place = document.getElementById('root')
  if (place) place.textContent = 'The playground has received the response. You can close this window.'
  window.close()
} else {
  window.sessionStorage.setItem(storageKeys.answer, JSON.stringify(message))
  window.location.replace(window.location.pathname.replace(/\/callback$/, ''))
}

/** A program outside of this page sent the browser here, such as a snippet: it asks for the address to be pasted. */
function showAddress(): void {
  const box = document.createElement('textarea')
  Object.assign(box, { id: 'address', className: 'input code', readOnly: true, rows: 6, value: href })
  const label = document.createElement('label')
  Object.assign(label, { htmlFor: 'address', textContent: 'Address' })
  const heading = document.createElement('h1')
  heading.textContent = 'Response for a program'
  const text = document.createElement('p')
  text.textContent =
    'No playground is waiting for this response. If a program asks for the redirect URL, paste this one. Its code works once, for a short time, and only for that program.'
  const card = document.createElement('div')
  card.className = 'card'
  card.append(heading, text, label, box)
  const place = document.createElement('main')
  place.className = 'problem'
  place.append(card)
  document.getElementById('root')?.replaceChildren(place)
  box.select()
}
