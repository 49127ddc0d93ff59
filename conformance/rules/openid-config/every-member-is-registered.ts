import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { metadataMembers } from '../../target/metadata-members.ts'
import { readDiscovery } from '../../target/openid.ts'

export const everyMemberIsRegistered: Rule = {
  claim: 'the discovery document has registered members only, each with a value of its type',
  clause: 'RFC 8414 §2, OIDC Discovery §3',
  async run(target) {
    const { json } = await readDiscovery(target)
    for (const [name, value] of Object.entries(json)) {
      const isRight = metadataMembers.get(name)
      assert.ok(isRight, `${name} is no registered member`)
      assert.ok(isRight(value), `${name} is ${JSON.stringify(value)}`)
    }
  },
}
