import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { readDiscovery } from '../../target/openid.ts'

export const bothMetadataDocumentsAgree: Rule = {
  claim: 'both metadata documents of an issuer state the same',
  clause: 'RFC 8414 §5',
  async run(target) {
    const { json } = await readDiscovery(target)
    assert.deepEqual(json, target.metadata)
  },
}
