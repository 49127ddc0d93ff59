import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { readDiscovery } from '../../target/openid.ts'

export const theRequiredListsAreComplete: Rule = {
  claim: 'the lists of the discovery document have what each provider must support',
  clause: 'OIDC Discovery §3',
  async run(target) {
    const { json } = await readDiscovery(target)
    const lists = Object.entries(json).filter(([name]) => /_(supported|values_supported)$/.test(name))
    for (const [name, list] of lists) {
      if (typeof list === 'boolean') continue
      assert.ok(Array.isArray(list) && list.length > 0, `${name} is no list with members`)
      for (const one of list) assert.equal(typeof one, 'string', name)
    }
    const has = (name: string, ...values: readonly string[]) =>
      assert.ok(
        values.some((value) => [json[name]].flat().includes(value)),
        `${name} has none of ${values}`,
      )
    has('response_types_supported', 'code', 'id_token', 'id_token token')
    has('subject_types_supported', 'public', 'pairwise')
    has('id_token_signing_alg_values_supported', 'RS256')
    has('scopes_supported', 'openid')
    has('grant_types_supported', 'authorization_code')
    has('code_challenge_methods_supported', 'S256')
    has('claims_supported', 'sub')
    if ('request_object_signing_alg_values_supported' in json)
      has('request_object_signing_alg_values_supported', 'RS256')
    for (const scope of [json.scopes_supported].flat()) assert.match(String(scope), /^[\x21\x23-\x5b\x5d-\x7e]+$/)
  },
}
