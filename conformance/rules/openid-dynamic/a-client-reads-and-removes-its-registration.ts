import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { withRegistered } from '../../target/registration.ts'

export const aClientReadsAndRemovesItsRegistration: Rule = {
  claim: 'a client reads and removes its registration',
  clause: 'RFC 7592 §2.1, §2.3',
  async run(target) {
    await withRegistered(target, { contacts: ['a@example.com'] }, async ({ client, members, manage }) => {
      const read = await manage('GET')
      assert.equal(read.status, 200, read.text)
      assert.equal(read.json.client_id, client.client_id)
      assert.deepEqual([read.json.contacts, members.contacts], [['a@example.com'], ['a@example.com']])
      assert.equal((await manage('DELETE')).status, 204)
      assert.equal((await manage('GET')).status, 401)
    })
  },
}
