import type { Client } from '../../oauth/client.ts'
import type { Images } from '../../oauth/outbound.ts'
import type { OAuthStores } from '../../oauth/ports.ts'
import type { Reply } from '../../oauth/request.ts'
import { toTarget } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'

export interface LogoOptions {
  readonly images: Images
}

export interface LogoRouteOptions extends LogoOptions {
  readonly catalog: Pick<OAuthStores, 'findClient'>
}

/** Finds the address of a client's logo on this server, without waiting: undefined while it is not loaded. */
export function logoPath({ id, metadata }: Client, { images }: LogoOptions): string | undefined {
  const image = metadata.logo_uri === undefined ? undefined : images.find(metadata.logo_uri)
  return image && `/client-logo/${encodeURIComponent(id)}?v=${image.digest}`
}

/** Serves the logos of clients, so that their hosts do not learn who logs in. */
export function logoRoute({ images, catalog }: LogoRouteOptions): Route {
  return {
    path: '/client-logo/:client',
    methods: {
      async GET(request, { client: id = '' }): Promise<Reply> {
        const client = await catalog.findClient(id)
        const uri = client?.metadata.logo_uri
        const image = uri === undefined ? undefined : await images.load(uri)
        if (image === undefined) return { status: 404, headers: { 'cache-control': 'no-store' }, body: '' }
        const isCurrent = toTarget(request.url).query === `v=${image.digest}`
        return {
          status: 200,
          headers: {
            'content-type': image.type,
            'content-security-policy': "default-src 'none'; sandbox",
            'cross-origin-resource-policy': 'same-origin',
            'x-content-type-options': 'nosniff',
            'cache-control': isCurrent ? 'public, max-age=31536000, immutable' : 'public, max-age=300',
          },
          body: '',
          bytes: image.bytes,
        }
      },
    },
    errors: 'page',
    cors: false,
  }
}
