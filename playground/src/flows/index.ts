import { authorizationCode } from './authorization-code.ts'
import type { Flow } from './flow.ts'

/** Every flow, in the order shown: one file each, and a line here. */
export const flows: readonly Flow[] = [authorizationCode]
