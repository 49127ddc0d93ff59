import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { authorizationCode } from '../playground/src/flows/authorization-code.ts'
import { createContact } from '../playground/src/flows/steps/contacts.ts'
import { toArrowGroups } from '../playground/src/picture/arrows.ts'
import { toSvgFile } from '../playground/src/picture/export-svg.ts'
import { layOut } from '../playground/src/picture/layout.ts'
import { lightPicture } from '../playground/src/picture/palette.ts'
import { createTestRun, play } from '../playground/src/testing/play.ts'
import { startPlaygroundServer } from '../playground/src/testing/playground-server.ts'
import type { Exchange } from '../playground/src/wire/exchange.ts'

// The pictures of flows in the documentation: runs of the playground on a real server, exported as its page exports them.
// UPDATE_PICTURES=1 npm test -- docs/pictures writes them.

const server = await startPlaygroundServer()
const run = createTestRun(server)
await play(run, authorizationCode, server.settings('playground-app', { scope: 'read' }))
await run.call(createContact({ name: 'Ada Lovelace' }))

/** The addresses of the demo, whatever ports the run had. */
const names = { owner: 'alice', client: 'playground-app', server: 'localhost:4000', api: 'localhost:4001' }

function draw(exchanges: readonly Exchange[], title: string): string {
  const groups = toArrowGroups(exchanges, [])
  return toSvgFile(layOut({ groups, names, attacker: false, width: 860 }), lightPicture, title)
}

const isAllowed = ({ outcome }: Exchange) => outcome === 'ok'

for (const [file, title, choose] of [
  ['six-steps.svg', 'The six steps of the protocol flow, as the playground draws them', isAllowed],
  [
    'playground-flow.svg',
    'A run of the authorization code grant in the playground: a code, a token, the contacts, and a refusal for a scope that is missing',
    () => true,
  ],
] as const) {
  test(`docs/images/${file} is what the playground draws`, () => {
    const drawn = draw(run.get().exchanges.filter(choose), title)
    const place = path.join(import.meta.dirname, 'images', file)
    if (process.env.UPDATE_PICTURES === '1') writeFileSync(place, drawn)
    assert.equal(readFileSync(place, 'utf8'), drawn, 'UPDATE_PICTURES=1 npm test -- docs/pictures draws it again')
  })
}
