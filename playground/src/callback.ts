import { channelName, readCallback, storageKeys } from './wire/callback-message.ts'

// Hands the authorization response to the page that asked for it. Whether it is genuine is checked there.
const message = readCallback(window.location.href, window.name)
// The code stays neither in the address bar nor in the history.
window.history.replaceState(null, '', window.location.pathname)

if (window.sessionStorage.getItem(storageKeys.run) === null) {
  window.opener?.postMessage(message, window.location.origin)
  const channel = new BroadcastChannel(channelName)
  channel.postMessage(message)
  channel.close()
  const place = document.getElementById('root')
  if (place) place.textContent = 'The answer is with the playground. This window can be closed.'
  window.close()
} else {
  window.sessionStorage.setItem(storageKeys.answer, JSON.stringify(message))
  window.location.replace(window.location.pathname.replace(/\/callback$/, ''))
}
