import { parseScope, type Scope } from '@valetkey/protocol'
import type { Accounts } from '../accounts/ports.ts'
import { chooseRights } from '../oauth/authorization/choose-rights.ts'
import type { Client } from '../oauth/client.ts'
import type { Grant } from '../oauth/grants/grant.ts'
import type { OAuthStores } from '../oauth/ports.ts'
import type { Rights } from '../oauth/rights.ts'

/** Parts of the server for an extension grant (RFC 6749 §4.5). */
export interface GrantParts {
  /**
   * Resolves the rights requested by `scope` and `resource`, and checks that the client may have them.
   * @throws OAuthError `invalid_scope` (RFC 6749 §3.3), `invalid_target` (RFC 8707 §2)
   */
  chooseRights(
    client: Client,
    asked: { readonly scope?: string | undefined; readonly resource?: readonly string[] | undefined },
  ): Promise<Rights>
  /** Finds an account id by username; token issuance checks whether the account is disabled. */
  findAccountId(username: string): Promise<string | undefined>
}

/** A grant, or a function that creates one from parts of the server. */
export type ExtensionGrant = Grant | ((parts: GrantParts) => Grant)

/** Creates the grants of an embedding application. `services` is called when a grant runs, not before. */
export function createExtensionGrants(
  grants: readonly ExtensionGrant[],
  services: () => {
    readonly stores: Pick<OAuthStores, 'listApis'>
    readonly accounts: Pick<Accounts, 'findByUsername' | 'enroll'>
    readonly identityScopes: Scope
  },
): readonly Grant[] {
  const parts: GrantParts = {
    async chooseRights(client, { scope, resource = [] }) {
      const { stores, identityScopes } = services()
      return chooseRights({
        client,
        apis: await stores.listApis(),
        identityScopes,
        resources: resource,
        scope: parseScope(scope),
      })
    },
    async findAccountId(username) {
      const { accounts } = services()
      const account = await accounts.findByUsername(username)
      return account === undefined ? undefined : (await accounts.enroll(account))?.id
    },
  }
  return grants.map((grant) => (typeof grant === 'function' ? grant(parts) : grant))
}
