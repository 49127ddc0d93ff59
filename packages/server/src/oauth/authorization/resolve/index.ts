import type { RequestResolver } from './resolver.ts'

/** Every form of request that is served besides plain parameters; none yet. */
export const requestResolvers: readonly RequestResolver[] = []
