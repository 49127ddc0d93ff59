import type { IntrospectionResponse } from '@valetkey/protocol'
import * as oauth from 'oauth4webapi'
import { assertArgument } from './assert-argument.ts'
import type { Connection } from './connection.ts'

export async function introspect(connection: Connection, token: string): Promise<IntrospectionResponse> {
  assertArgument(typeof token === 'string', 'introspect: no token')
  return connection.ask('introspection', async ({ server, client, authentication, options }) => {
    const response = await oauth.introspectionRequest(server, client, authentication, token, options)
    const { active, ...members } = await oauth.processIntrospectionResponse(server, client, response)
    return { ...(members as Omit<IntrospectionResponse, 'active'>), active }
  })
}
