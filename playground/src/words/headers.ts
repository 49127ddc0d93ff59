import type { Word, Words } from './word.ts'

const word = (clause: string, text: string): Word => ({ text, clause })

/** The headers that matter, by their names in lower case. Others are left out of the first view. */
export const headerWords: Words = {
  authorization: word(
    'RFC 6749 §2.3.1, RFC 6750 §2.1',
    'Basic: the client’s id and secret, encoded and not encrypted. Bearer: the access token.',
  ),
  'content-type': word('RFC 9110 §8.3', 'The form of the body: a form to the server, JSON back and to the API.'),
  accept: word('RFC 9110 §12.5.1', 'The form of the response that the client can read.'),
  'www-authenticate': word('RFC 6750 §3', 'Why the API refused the call, and which scope it would need.'),
  'cache-control': word('RFC 6749 §5.1', 'no-store: nothing on the way may keep a response that has tokens in it.'),
  pragma: word('RFC 6749 §5.1', 'no-cache: the same as no-store, for very old caches.'),
  location: word('RFC 9110 §10.2.2', 'Where the browser goes next, or where the new contact is.'),
  'retry-after': word('RFC 9110 §10.2.3', 'How many seconds to wait before the next attempt.'),
  'access-control-allow-origin': word('Fetch Standard §3.3.3', 'Which pages may read the response: * for all.'),
  'access-control-expose-headers': word('Fetch Standard §3.3.3', 'Which headers those pages may read as well.'),
  dpop: word('RFC 9449 §4', 'A proof that the caller has the key that the token is bound to.'),
  'dpop-nonce': word('RFC 9449 §8', 'A value of the server for the next proof.'),
}
