import type { Case } from '../case.ts'
import { aCodeIsRedeemedOnce } from './r01-a-code-is-redeemed-once.ts'
import { oneLineOfRefreshTokensNeverForks } from './r02-one-line-of-refresh-tokens-never-forks.ts'
import { aDecisionIsTakenOnce } from './r03-a-decision-is-taken-once.ts'
import { aReplayedRefreshTokenKillsItsLine } from './r04-a-replayed-refresh-token-kills-its-line.ts'

/** Every case, in the order in which they are run. */
export const cases: readonly Case[] = [
  aCodeIsRedeemedOnce,
  oneLineOfRefreshTokensNeverForks,
  aDecisionIsTakenOnce,
  aReplayedRefreshTokenKillsItsLine,
]
