import type { Rule } from '../../rule.ts'
import { assertUserinfo, logIn, readUserinfo } from '../../target/openid.ts'
import { withRegistered } from '../../target/registration.ts'

export const aClientRegistersAndLogsIn: Rule = {
  claim: 'a registered client logs its user in',
  clause: 'OIDC Registration §3.2',
  async run(target) {
    await withRegistered(target, {}, async ({ client }) => {
      const { idToken, accessToken } = await logIn(target, client)
      assertUserinfo(await readUserinfo(target, accessToken), idToken)
    })
  },
}
