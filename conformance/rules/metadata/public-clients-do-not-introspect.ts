import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'

export const publicClientsDoNotIntrospect: Rule = {
  claim: 'introspection is not offered to clients without authentication',
  clause: 'RFC 7662 §2.1',
  async run(target) {
    target.endpoint('introspection_endpoint')
    const methods = target.metadata.introspection_endpoint_auth_methods_supported
    assert.ok(Array.isArray(methods) && !methods.includes('none'), String(methods))
  },
}
