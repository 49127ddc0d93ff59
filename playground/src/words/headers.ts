import type { Word, Words } from './word.ts'

const word = (clause: string, text: string): Word => ({ text, clause })

/** The headers that matter, by their names in lower case. Others are left out of the first view. */
export const headerWords: Words = {
  authorization: word(
    'RFC 6749 §2.3.1, RFC 6750 §2.1',
    'Basic: the client’s id and secret, encoded but not encrypted. Bearer: the access token.',
  ),
  'content-type': word(
    'RFC 9110 §8.3',
    'The format of the body: a form in requests to the server, JSON in its responses and at the API.',
  ),
  accept: word('RFC 9110 §12.5.1', 'The format that the client accepts for the response.'),
  'www-authenticate': word('RFC 6750 §3', 'Why the API refused the call, and which scope the call needs.'),
  'cache-control': word('RFC 6749 §5.1', 'no-store: no cache may store a response that contains tokens.'),
  pragma: word('RFC 6749 §5.1', 'no-cache: prevents caching by HTTP/1.0 caches.'),
  location: word('RFC 9110 §10.2.2', 'The URL to which the browser is redirected, or the URL of the new contact.'),
  'retry-after': word('RFC 9110 §10.2.3', 'How many seconds to wait before the next attempt.'),
  'access-control-allow-origin': word(
    'Fetch Standard §3.3.3',
    'The origin whose pages may read the response; * for all.',
  ),
  'access-control-expose-headers': word(
    'Fetch Standard §3.3.3',
    'The further response headers that those pages may read.',
  ),
  dpop: word('RFC 9449 §4', 'A proof that the caller has the key that the token is bound to.'),
  'dpop-nonce': word('RFC 9449 §8', 'The server’s nonce for the next proof.'),
}
