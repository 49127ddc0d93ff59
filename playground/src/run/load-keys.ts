import type { PublishedKeys } from '@valetkey/protocol'
import type { Settings } from '../flows/flow.ts'
import type { Answer, Draft } from '../wire/exchange.ts'
import { readJson } from '../wire/send.ts'

/** Loads the key set at `jwks_uri` (RFC 7517 §5). @throws Error with a sentence for the reader */
export async function loadKeys(
  { metadata }: Pick<Settings, 'metadata'>,
  send: (draft: Draft) => Promise<Answer>,
): Promise<PublishedKeys> {
  const { jwks_uri: url } = metadata
  if (typeof url !== 'string') throw new Error(`the metadata of ${metadata.issuer} has no jwks_uri`)
  const answer = await send({ method: 'GET', url, parameters: [], headers: [['accept', 'application/json']] })
  if (answer.kind === 'unreachable') throw new Error(answer.message)
  const { keys } = readJson(answer) ?? {}
  if (!Array.isArray(keys)) throw new Error(`${url} has no JSON Web Key Set`)
  return { keys }
}
