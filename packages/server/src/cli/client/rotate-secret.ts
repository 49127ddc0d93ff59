import { createPasswordHasher } from '../../accounts/password-hasher.ts'
import { toClient } from '../../oauth/client.ts'
import { clientAuthenticationMethods } from '../../oauth/client-authentication/index.ts'
import { hashClientSecret } from '../../provisioning/apply.ts'
import { random } from '../../random.ts'
import type { CommonOptions } from '../command.ts'
import { withGround } from '../open-ground.ts'
import { type Outcome, toFacts } from '../outcome.ts'
import { readSecret } from '../read-secret.ts'
import { Refused } from '../refusals.ts'
import { clientSecretSource, secretBytes } from './add.ts'
import { findClient } from './find.ts'

/** How a secret is rotated. */
export interface RotateOptions extends CommonOptions {
  readonly secretStdin?: boolean
}

/** Gives a client a new secret; the old one is refused at once. @throws Refused for a public client */
export async function rotateSecret(id: string, options: RotateOptions): Promise<Outcome> {
  const given = options.secretStdin ? await readSecret(clientSecretSource(id)) : undefined
  const secret = given ?? random(secretBytes)
  const secretHash = await hashClientSecret(secret, createPasswordHasher())
  return withGround(options, 'refuse', async ({ provisioning }) => {
    const entry = await findClient(id, provisioning)
    const { authenticationMethod } = toClient(entry.registration, entry.secretHash)
    const method = clientAuthenticationMethods.find((one) => one.name === authenticationMethod)
    if (method?.needsSecret === false) {
      const kind = method.isConfidential ? `authenticates with ${method.name}` : 'is public'
      throw new Refused(`client ${id} ${kind} and has no secret (RFC 6749 §2.1)`)
    }
    await provisioning.change((writes) => writes.setClientSecretHash(id, secretHash))
    const shown = given === undefined ? secret : undefined
    const facts = toFacts([
      ['client_id', id],
      ['client_secret', shown],
    ])
    return {
      text: `client ${id} has a new secret; the old one is refused\n\n${facts}`,
      data: { client_id: id, ...(shown === undefined ? {} : { client_secret: shown }) },
      notes:
        entry.source === 'file'
          ? [
              `the configuration file still names the old secret: it counts again when the file's entry of ${id} changes`,
            ]
          : [],
    }
  })
}
