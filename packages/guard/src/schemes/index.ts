import { bearer } from './bearer.ts'
import type { Scheme } from './scheme.ts'

/** The schemes of a guard whose options name none, in the order of their challenges. */
export const schemes: readonly Scheme[] = [bearer]
