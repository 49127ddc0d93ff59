import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import type { InteractionDetails, Provider } from 'oidc-provider'

const pages: Readonly<Record<string, string>> = {
  login: `<form method="post"><input name="username"><input name="password" type="password"><button>Sign in</button></form>`,
  consent: `<form method="post"><button name="decision" value="allow">Allow</button></form>`,
}

/** Serves the login and consent pages and handles their forms; used for setup, never during a measurement. */
export async function interaction(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const details = await provider.interactionDetails(request, response)
  if (request.method !== 'POST') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(pages[details.prompt.name])
    return
  }
  const form = new URLSearchParams(await text(request))
  const result =
    details.prompt.name === 'login'
      ? { login: { accountId: form.get('username') } }
      : { consent: { grantId: await grantAll(provider, details) } }
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true })
}

async function grantAll(provider: Provider, details: InteractionDetails): Promise<string> {
  const known = details.grantId === undefined ? undefined : await provider.Grant.find(details.grantId)
  const grant =
    known ?? new provider.Grant({ accountId: details.session?.accountId ?? '', clientId: details.params.client_id })
  const { missingOIDCScope, missingOIDCClaims, missingResourceScopes } = details.prompt.details
  if (Array.isArray(missingOIDCScope)) grant.addOIDCScope(missingOIDCScope.join(' '))
  if (Array.isArray(missingOIDCClaims)) grant.addOIDCClaims(missingOIDCClaims)
  for (const [resource, scopes] of Object.entries(missingResourceScopes ?? {})) {
    if (Array.isArray(scopes)) grant.addResourceScope(resource, scopes.join(' '))
  }
  return grant.save()
}
