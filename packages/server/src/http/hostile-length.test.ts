import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  explainRedirectUri,
  matchRedirectUri,
  normalizeResource,
  parseChallenges,
  parseScope,
  redirectUriFault,
  splitParameters,
} from '@valetkey/protocol'
import { normalizeUsername } from '../accounts/username.ts'
import { readBasicCredentials } from '../oauth/client-authentication/basic-credentials.ts'
import { difference, differenceInWords, nearest } from '../ui/difference.ts'
import { safeLink } from '../ui/link.ts'
import { revealed, visible } from '../ui/visible.ts'
import { en } from '../ui/words/en.ts'
import { createCookies } from './cookies.ts'
import { normalizeAddress } from './remote-address.ts'

const bodyLength = 64 * 1024
/** `maxHeaderSize` of the listener. */
const headerLength = 16 * 1024
const registered = Array.from({ length: 20 }, (_, index) => `https://app.example.com/cb${index}${'x'.repeat(200)}`)

/** Functions that read callers' text, and the maximum length of that text. */
const readers: Readonly<Record<string, readonly [length: number, read: (text: string) => unknown]>> = {
  splitParameters: [bodyLength, splitParameters],
  parseScope: [bodyLength, parseScope],
  readBasicCredentials: [headerLength, (text) => readBasicCredentials(`Basic ${btoa(encodeURI(text))}`)],
  matchRedirectUri: [bodyLength, (text) => matchRedirectUri(text, registered)],
  explainRedirectUri: [bodyLength, (text) => explainRedirectUri(text, registered)],
  redirectUriFault: [bodyLength, redirectUriFault],
  normalizeResource: [bodyLength, normalizeResource],
  parseChallenges: [headerLength, parseChallenges],
  readCookie: [headerLength, (text) => createCookies('https://id.example.com').readCookie(text, 'session')],
  normalizeAddress: [headerLength, normalizeAddress],
  normalizeUsername: [bodyLength, normalizeUsername],
  visible: [bodyLength, (text) => visible(text)],
  revealed: [bodyLength, revealed],
  safeLink: [bodyLength, safeLink],
  nearest: [bodyLength, (text) => nearest(text, registered)],
  difference: [bodyLength, (text) => difference(text, `${text.slice(0, -1)}!`)],
  differenceInWords: [bodyLength, (text) => differenceInWords(text, registered[0] ?? '', en.developer)],
}

const units = ['a', 'a-', ' ', '%20', '+', '&', 'a&', 'a=&', '=', ';', 'x=', ',', ':', '::', '/', 'http://', 'A:']
const texts = [...units, '[', ']', '"', '\\', '\u0301', '\u200b', 'ﷺ'].map((unit) =>
  unit.repeat(bodyLength / unit.length),
)
const distinct = Array.from({ length: 12_000 }, (_, index) => `s${index}`)

for (const [name, [length, read]] of Object.entries(readers)) {
  test(`${name} takes no more than 20 ms for the longest accepted text`, () => {
    for (const text of [...texts, distinct.join(' '), distinct.join('&'), distinct.join(',')]) {
      const sent = text.slice(0, length)
      // Processor time, which does not depend on the load of the machine.
      const tries = Array.from({ length: 4 }, () => {
        const before = process.cpuUsage()
        try {
          read(sent)
        } catch {
          // A refusal takes time as well.
        }
        const { user, system } = process.cpuUsage(before)
        return (user + system) / 1000
      })
      const took = Math.min(...tries)
      assert.ok(took < 20, `${JSON.stringify(text.slice(0, 8))} × n took ${took.toFixed(1)} ms`)
    }
  })
}
