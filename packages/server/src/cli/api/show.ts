import { findApi } from '../../management/apis/find-api.ts'
import type { CommonOptions } from '../command.ts'
import { type Outcome, toFacts } from '../output.ts'
import { withDatabase } from '../with-database.ts'

/** @throws ManagementError */
export async function showApi(identifier: string, options: CommonOptions): Promise<Outcome> {
  return withDatabase(options, 'refuse', async ({ provisioning }) => {
    const { api, source } = await findApi(identifier, provisioning)
    const text = toFacts([
      ['identifier', api.identifier],
      ['name', api.name],
      ['token format', api.tokenFormat],
      ['signing algorithm', api.tokenSigningAlg],
      ['introspected by', api.introspectedBy.join(' ')],
      ['access tokens last', api.accessTokenLifetime === undefined ? undefined : `${api.accessTokenLifetime} s`],
      ...api.scopes.map(({ name, description }) => [`scope ${name}`, description || '(no description)'] as const),
      ['from', source === 'file' ? 'a configuration file' : 'the command line'],
    ])
    return { text, data: { ...api, source } }
  })
}
