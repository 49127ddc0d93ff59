import { OAuthError } from '@valetkey/protocol'
import type { ClientRegistrar, RegisteredClient } from '../../../oauth/client-registrar.ts'
import { hashSecret } from '../../../oauth/hash.ts'
import type { Documents, Images } from '../../../oauth/outbound.ts'
import type { Clock, Random } from '../../../oauth/ports.ts'
import { toClientEntry } from '../../apply/apply.ts'
import { formatFault, ManagementError } from '../../management-error.ts'
import type { DynamicClient, DynamicClientStore } from '../../ports.ts'
import { readNewClient } from '../add-client.ts'
import { checkSector } from './check-sector.ts'
import { readMembers } from './read-members.ts'
import { type ReadUpdateOptions, readUpdate } from './read-update.ts'

export interface RegistrarOptions extends ReadUpdateOptions {
  readonly store: DynamicClientStore
  readonly documents: Documents
  readonly images: Pick<Images, 'find'>
  readonly clock: Clock
  readonly random: Random
}

const tokenBytes = 32

/** Creates the registration of clients by themselves. */
export function createRegistrar(options: RegistrarOptions): ClientRegistrar {
  const { store, policy, features, documents, clock, random } = options

  async function findEnabled(id: string, token: string): Promise<DynamicClient | undefined> {
    const found = await store.find(id, hashSecret('registration_token', token))
    if (found?.entry.registration.disabled !== true) return found
    throw new OAuthError('access_denied', 'an operator disabled this client', { status: 403, clause: 'RFC 7592 §2.1' })
  }

  /** The first page that shows it does not wait for it. */
  function prepareLogo({ logo_uri: uri }: { readonly logo_uri?: string | undefined }): void {
    if (uri !== undefined) options.images.find(uri)
  }

  return {
    isInitialTokenUsable: (token) =>
      store.isInitialAccessTokenUsable(hashSecret('initial_access_token', token), clock()),
    register: (given, initialToken) =>
      withOAuthErrors(async () => {
        const members = { ...readMembers(given, { policy, features }), client_id: random(tokenBytes) }
        const { registration, generatedSecret } = readNewClient(members, { features, random })
        await checkSector(registration, documents)
        const entry = await toClientEntry(registration, { source: 'registration', digest: undefined }, options)
        const token = random(tokenBytes)
        const client = { entry, createdAt: clock() }
        const outcome = await store.add(client, {
          registrationToken: hashSecret('registration_token', token),
          initialToken: initialToken === undefined ? undefined : hashSecret('initial_access_token', initialToken),
          mostUnused: policy.mostUnused,
        })
        if (outcome !== 'added') return undefined
        prepareLogo(registration)
        return toRegistered(client, token, generatedSecret)
      }),
    async find(id, token) {
      const found = await findEnabled(id, token)
      return found && toRegistered(found, token, undefined)
    },
    async update(id, token, given) {
      const found = await findEnabled(id, token)
      if (found === undefined) return undefined
      return withOAuthErrors(async () => {
        const { entry, secret } = await readUpdate(given, found.entry, options)
        await checkSector(entry.registration, documents)
        const next = random(tokenBytes)
        const tokens = { old: hashSecret('registration_token', token), new: hashSecret('registration_token', next) }
        if (!(await store.replace(entry, tokens, clock()))) return undefined
        prepareLogo(entry.registration)
        return toRegistered({ entry, createdAt: found.createdAt }, next, secret)
      })
    },
    async remove(id, token) {
      const found = await findEnabled(id, token)
      return found !== undefined && store.remove(id, hashSecret('registration_token', token), clock())
    },
  }
}

/** Members of an operator, which the client does not learn. */
const hidden: ReadonlySet<string> = new Set([
  'client_id',
  'apis',
  'dangerously',
  'disabled',
  'require_second_factor',
  'skip_confirmation_for_native',
])

function toRegistered(
  { entry, createdAt }: DynamicClient,
  registrationToken: string,
  secret: string | undefined,
): RegisteredClient {
  const { client_id: id } = entry.registration
  const metadata = Object.fromEntries(Object.entries(entry.registration).filter(([name]) => !hidden.has(name)))
  return { id, metadata, secret, registrationToken, createdAt }
}

/** Reports faults of a registration as RFC 7591 §3.2.2 does. */
async function withOAuthErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof OAuthError && error.code === 'invalid_scope') {
      throw new OAuthError('invalid_client_metadata', error.description)
    }
    if (!(error instanceof ManagementError)) throw error
    const isRedirect = error.faults.some(({ option }) => option?.[0]?.startsWith('redirect_uris') ?? false)
    const description = error.faults.map((fault) => formatFault({ ...fault, where: undefined })).join('; ')
    throw new OAuthError(isRedirect ? 'invalid_redirect_uri' : 'invalid_client_metadata', description)
  }
}
