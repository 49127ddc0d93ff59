import { requestObject } from './request-object.ts'
import { requestUri } from './request-uri.ts'
import type { RequestResolver } from './resolver.ts'

/** Every form of request that is served besides plain parameters. */
export const requestResolvers: readonly RequestResolver[] = [requestObject, requestUri]
