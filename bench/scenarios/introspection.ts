import { Connection } from '../drive/connection.ts'
import type { Plan, PlannedClient } from '../drive/plan.ts'
import { formPost } from '../drive/requests.ts'
import { readObject, readTokens } from '../drive/verify.ts'
import { clientCredentialsForm } from './client-credentials.ts'
import type { Scenario } from './scenario.ts'

/** A client introspects its opaque token (RFC 7662); each user has its own token. */
export const introspection: Scenario = {
  name: 'introspection',
  needsOpenid: false,
  async prepare({ plan, connection }) {
    const form = clientCredentialsForm(plan.resources.opaque, plan.scope)
    const { access_token } = readTokens(await connection.send(formPost(plan, plan.paths.token, plan.machine, form)))
    const request = introspectionRequest(plan, plan.machine, access_token)
    return async () => {
      const { active, client_id } = readObject(await connection.send(request))
      if (active !== true || client_id !== plan.machine.id) throw new Error('the token is not active')
    }
  },
}

/** Throws unless introspection reports the token as active. */
export async function expectActive(plan: Plan, client: PlannedClient, token: string): Promise<void> {
  const connection = new Connection(plan.host, plan.port)
  try {
    const { active } = readObject(await connection.send(introspectionRequest(plan, client, token)))
    if (active !== true) throw new Error('an issued token is not active')
  } finally {
    connection.close()
  }
}

function introspectionRequest(plan: Plan, client: PlannedClient, token: string): string {
  return formPost(plan, plan.paths.introspect, client, new URLSearchParams({ token }).toString())
}
