import assert from 'node:assert/strict'
import { test } from 'node:test'
import { headerField, type Response, ResponseParser } from './response-parser.ts'

function parse(...pieces: readonly string[]): readonly Response[] {
  const responses: Response[] = []
  const parser = new ResponseParser((response) => responses.push(response))
  for (const piece of pieces) parser.push(piece)
  return responses
}

const counted = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'
const chunked = 'HTTP/1.1 400 Bad Request\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n'

test('a response is parsed wherever the network splits it', () => {
  for (const text of [counted, chunked]) {
    const whole = parse(text)
    assert.equal(whole.length, 1)
    for (let cut = 1; cut < text.length; cut++) assert.deepEqual(parse(text.slice(0, cut), text.slice(cut)), whole)
  }
})

test('the body follows the content length or the chunks', () => {
  assert.deepEqual(
    parse(counted + chunked).map(({ status, body }) => ({ status, body })),
    [
      { status: 200, body: 'hello' },
      { status: 400, body: 'abcde' },
    ],
  )
})

test('a response without a body ends with its head', () => {
  const [first, second] = parse(`HTTP/1.1 204 No Content\r\nX-One: 1\r\n\r\n${counted}`)
  assert.equal(first?.body, '')
  assert.equal(second?.body, 'hello')
})

test('header fields are found in any case', () => {
  const [response] = parse('HTTP/1.1 303 See Other\r\nLOCATION: https://a.example/?code=1\r\ncontent-length: 0\r\n\r\n')
  assert.equal(headerField(response?.head ?? '', 'location'), 'https://a.example/?code=1')
  assert.equal(headerField(response?.head ?? '', 'set-cookie'), undefined)
})

test('anything other than HTTP is an error', () => {
  assert.throws(() => parse('SSH-2.0-hello\r\n\r\n'), /not an HTTP/)
  assert.throws(() => parse('HTTP/1.1 200 OK\r\n\r\n'), /without a length/)
})
