/**
 * Replies to `client_id session_state` with `unchanged`, `changed` or `error` (OIDC Session Management §3.3). Old JavaScript
 * with its own SHA-256, for browsers without `crypto.subtle`. The element `frame` has the name of the cookie and the path at
 * which the server returns whether the session in the salt is active.
 *
 * Apps ask every few seconds. The frame reads the cookie each time, and asks the server once a minute while the page is visible,
 * to see a session that ended elsewhere. If the browser blocks the cookie, the frame does not reply until the server has
 * responded; until then it asks at most every ten seconds.
 */
export const checkSession = `var cookieName = document.getElementById('frame').getAttribute('data-cookie')
function rotate(word, bits) { return (word >>> bits) | (word << (32 - bits)) }
function sha256(text) {
  var bytes = []
  var i, j, t
  for (i = 0; i < text.length; i++) bytes.push(text.charCodeAt(i) & 255)
  var length = bytes.length * 8
  bytes.push(128)
  while (bytes.length % 64 !== 56) bytes.push(0)
  bytes.push(0, 0, 0, 0, length >>> 24 & 255, length >>> 16 & 255, length >>> 8 & 255, length & 255)
  var primes = []
  for (i = 2; primes.length < 64; i++) {
    for (j = 2; j * j <= i && i % j !== 0; j++);
    if (j * j > i) primes.push(i)
  }
  function fraction(value) { return (value - Math.floor(value)) * 4294967296 | 0 }
  var h = []
  var k = []
  for (i = 0; i < 64; i++) k.push(fraction(Math.pow(primes[i], 1 / 3)))
  for (i = 0; i < 8; i++) h.push(fraction(Math.sqrt(primes[i])))
  for (j = 0; j < bytes.length; j += 64) {
    var w = []
    for (i = 0; i < 16; i++) {
      t = j + i * 4
      w.push(bytes[t] << 24 | bytes[t + 1] << 16 | bytes[t + 2] << 8 | bytes[t + 3])
    }
    for (i = 16; i < 64; i++) {
      var x = w[i - 15]
      var y = w[i - 2]
      var s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3)
      var s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10)
      w.push(w[i - 16] + s0 + w[i - 7] + s1 | 0)
    }
    var v = h.slice()
    for (i = 0; i < 64; i++) {
      var e = v[4]
      var a = v[0]
      var t1 = v[7] + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & v[5]) ^ (~e & v[6])) + k[i] + w[i] | 0
      var t2 = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2])) | 0
      v = [t1 + t2 | 0, v[0], v[1], v[2], v[3] + t1 | 0, v[4], v[5], v[6]]
    }
    for (i = 0; i < 8; i++) h[i] = h[i] + v[i] | 0
  }
  var digest = ''
  var letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  var bits = 0
  var held = 0
  for (i = 0; i < 32; i++) {
    held = held << 8 | h[i >> 2] >>> (24 - (i % 4) * 8) & 255
    bits += 8
    while (bits >= 6) {
      bits -= 6
      digest += letters.charAt(held >>> bits & 63)
    }
    held = held & 255
  }
  return digest + letters.charAt(held << (6 - bits) & 63)
}
function browserState() {
  var pairs = document.cookie.split(';')
  for (var i = 0; i < pairs.length; i++) {
    var pair = pairs[i].replace(/^ +/, '')
    if (pair.indexOf(cookieName + '=') === 0) return pair.slice(cookieName.length + 1)
  }
  return ''
}
var statePath = document.getElementById('frame').getAttribute('data-state')
var session = ''
var isAlive = ''
var askedAt = 0
var isAsking = false
var waiting = null
var hadState = false
function look(name, now) {
  if (name !== session) {
    session = name
    isAlive = ''
  }
  if (isAsking || isAlive === 'ended' || isAlive === 'unknown') return
  if (document.hidden && (hadState || isAlive === 'live')) return
  if (now - askedAt < (isAlive === 'live' ? 60000 : 10000)) return
  askedAt = now
  isAsking = true
  var request = new XMLHttpRequest()
  request.onreadystatechange = function () {
    if (request.readyState !== 4) return
    isAsking = false
    var text = request.status === 200 ? request.responseText : ''
    if (name === session && (text === 'live' || text === 'ended' || text === 'unknown')) isAlive = text
    var event = waiting
    waiting = null
    if (event && isAlive !== '') answer(event)
  }
  request.open('GET', statePath + '?session=' + encodeURIComponent(name))
  request.send()
}
function check(data, origin) {
  if (typeof data !== 'string') return 'error'
  var space = data.lastIndexOf(' ')
  var dot = data.lastIndexOf('.')
  if (space < 1 || dot < space + 2 || dot === data.length - 1) return 'error'
  var salt = data.slice(dot + 1)
  var state = browserState()
  var text = data.slice(0, space) + ' ' + origin + ' ' + state + ' ' + salt
  var isSame = sha256(text) === data.slice(space + 1, dot)
  if (salt.length < 40 || typeof XMLHttpRequest === 'undefined') return isSame ? 'unchanged' : 'changed'
  if (state !== '') hadState = true
  if (!isSame && hadState) return 'changed'
  look(salt, new Date().getTime())
  if (isAlive === 'ended') return 'changed'
  if (isSame) return 'unchanged'
  return isAlive === 'live' ? 'unchanged' : isAlive === 'unknown' ? 'changed' : ''
}
function answer(event) {
  var reply = check(event.data, event.origin)
  if (reply === '') waiting = event
  else event.source.postMessage(reply, event.origin)
}
window.addEventListener('message', function (event) {
  if (event.source && event.source !== window) answer(event)
}, false)`
