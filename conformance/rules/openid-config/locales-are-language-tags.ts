import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { readDiscovery } from '../../target/openid.ts'

export const localesAreLanguageTags: Rule = {
  claim: 'the locales are language tags in their canonical form',
  clause: 'OIDC Discovery §3, BCP 47 §2',
  async run(target) {
    const { json } = await readDiscovery(target)
    const locales = ['ui_locales_supported', 'claims_locales_supported'].flatMap((name) => json[name] ?? [])
    for (const locale of locales) assert.deepEqual(Intl.getCanonicalLocales(String(locale)), [locale])
  },
}
