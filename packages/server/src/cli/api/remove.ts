import { isSameResource } from '@valetkey/protocol'
import { fileNote, toNames } from '../client/find.ts'
import type { CommonOptions } from '../command.ts'
import { withGround } from '../open-ground.ts'
import type { Outcome } from '../outcome.ts'
import { Refused } from '../refusals.ts'

/** Removes an API; no more tokens are given for it. */
export async function removeApi(identifier: string, options: CommonOptions): Promise<Outcome> {
  return withGround(options, 'refuse', async ({ provisioning }) => {
    const all = await provisioning.listApis()
    const found = all.find((one) => isSameResource(one.api.identifier, identifier))
    if (found === undefined) {
      throw new Refused(`api ${identifier} does not exist; known: ${toNames(all.map((one) => one.api.identifier))}`)
    }
    await provisioning.change((writes) => writes.removeApi(found.api.identifier))
    return {
      text: `removed api ${found.api.identifier}`,
      data: { identifier: found.api.identifier, removed: true },
      notes: fileNote(found.source, `api ${found.api.identifier}`),
    }
  })
}
