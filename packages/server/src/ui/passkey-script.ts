/**
 * Asks the browser for a passkey and posts its response. The form has the options in `data-options`; a browser that
 * cannot read them as JSON gets them converted. With `data-offered="yes"` the browser also offers passkeys in the username field.
 * Browsers without passkeys and `async` must be able to parse it.
 */
export const usePasskey = `const form = document.querySelector('[data-passkey]')
const { dataset } = form
const start = form.querySelector('[data-passkey-start]')
const notice = form.querySelector('[data-passkey-notice]')
const isNew = dataset.passkey === 'create'
const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (one) => one.charCodeAt(0))
const toText = (bytes) => {
  const binary = Array.from(new Uint8Array(bytes), (one) => String.fromCharCode(one)).join('')
  return btoa(binary).replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=/g, '')
}
const readOptions = () => {
  const json = JSON.parse(dataset.options)
  const read = isNew ? PublicKeyCredential.parseCreationOptionsFromJSON : PublicKeyCredential.parseRequestOptionsFromJSON
  if (read) return read.call(PublicKeyCredential, json)
  const withBytes = (one) => Object.assign({}, one, { id: toBytes(one.id) })
  const options = Object.assign({}, json, { challenge: toBytes(json.challenge) })
  const more = isNew
    ? { user: withBytes(json.user), excludeCredentials: json.excludeCredentials.map(withBytes) }
    : { allowCredentials: json.allowCredentials.map(withBytes) }
  return Object.assign(options, more)
}
const toJson = ({ id, rawId, type, response }) => {
  const written = response.getTransports ? { transports: response.getTransports() } : {}
  for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (response[name]) written[name] = toText(response[name])
  }
  return { id, rawId: toText(rawId), type, response: written }
}
let asking
const ask = (how) => {
  if (asking) asking.abort()
  asking = new AbortController()
  const { signal } = asking
  const begin = (resolve) => {
    const request = Object.assign({ publicKey: readOptions(), signal }, how)
    resolve(isNew ? navigator.credentials.create(request) : navigator.credentials.get(request))
  }
  return new Promise(begin).then((credential) => {
    form.elements.passkey.value = JSON.stringify(toJson(credential))
    form.submit()
  })
}
const offer = () => {
  const { isConditionalMediationAvailable: isAvailable } = PublicKeyCredential
  if (dataset.offered !== 'yes' || !isAvailable) return
  const asked = isAvailable.call(PublicKeyCredential).then((yes) => yes && ask({ mediation: 'conditional' }))
  // What goes wrong here is not what the user asked for: the button still works.
  asked.catch(() => undefined)
}
const wordsFor = { NotAllowedError: dataset.cancelled, InvalidStateError: dataset.known }
if (window.PublicKeyCredential && navigator.credentials) {
  form.hidden = false
  for (const one of document.querySelectorAll('[data-no-passkey]')) one.hidden = true
  start.addEventListener('click', () => {
    notice.hidden = true
    ask({}).catch((error) => {
      if (error.name === 'AbortError') return
      notice.textContent = wordsFor[error.name] || dataset.failed
      notice.hidden = false
      offer()
    })
  })
  offer()
}`
