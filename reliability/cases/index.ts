import type { Case } from '../case.ts'
import { aCodeIsRedeemedOnce } from './r01-a-code-is-redeemed-once.ts'
import { oneLineOfRefreshTokensNeverForks } from './r02-one-line-of-refresh-tokens-never-forks.ts'
import { aDecisionIsTakenOnce } from './r03-a-decision-is-taken-once.ts'
import { aReplayedRefreshTokenKillsItsLine } from './r04-a-replayed-refresh-token-kills-its-line.ts'
import { aKilledNodeLosesNothing } from './r05-a-killed-node-loses-nothing.ts'
import { aCrashedDatabaseLosesNothing } from './r07-a-crashed-database-loses-nothing.ts'
import { anAnswerIsOnDisk } from './r07-an-answer-is-on-disk.ts'
import { aRevocationIsSeenOnEveryNode } from './r08-a-revocation-is-seen-on-every-node.ts'
import { aKeyRotationFailsNoVerification } from './r09-a-key-rotation-fails-no-verification.ts'
import { anUpgradeUnderLoadIsNotNoticed } from './r10-an-upgrade-under-load-is-not-noticed.ts'
import { anUnavailableDatabaseIsReportedInTime } from './r12-an-unavailable-database-is-reported-in-time.ts'
import { aClockThatIsOffBreaksNothing } from './r13-a-clock-that-is-off-breaks-nothing.ts'
import { aFullDiskCorruptsNothing } from './r14-a-full-disk-corrupts-nothing.ts'
import { aReadOnlyDatabaseCorruptsNothing } from './r14-a-read-only-database-corrupts-nothing.ts'
import { aStoppingNodeDropsNothing } from './r15-a-stopping-node-drops-nothing.ts'
import { memoryAndTablesStayFlat } from './r16-memory-and-tables-stay-flat.ts'
import { aBackupUnderLoadIsWhole } from './r17-a-backup-under-load-is-whole.ts'
import { noRequestBreaksTheServer } from './r18-no-request-breaks-the-server.ts'
import { hashingPasswordsSlowsNoToken } from './r19-hashing-passwords-slows-no-token.ts'
import { strangersExhaustNoMemory } from './r20-strangers-exhaust-no-memory.ts'
import { aFloodLocksNobodyOut } from './r21-a-flood-locks-nobody-out.ts'

/** Every case, in the order in which they are run. */
export const cases: readonly Case[] = [
  aCodeIsRedeemedOnce,
  oneLineOfRefreshTokensNeverForks,
  aDecisionIsTakenOnce,
  aReplayedRefreshTokenKillsItsLine,
  aKilledNodeLosesNothing,
  anAnswerIsOnDisk,
  aCrashedDatabaseLosesNothing,
  aRevocationIsSeenOnEveryNode,
  aKeyRotationFailsNoVerification,
  anUpgradeUnderLoadIsNotNoticed,
  anUnavailableDatabaseIsReportedInTime,
  aClockThatIsOffBreaksNothing,
  aFullDiskCorruptsNothing,
  aReadOnlyDatabaseCorruptsNothing,
  aStoppingNodeDropsNothing,
  memoryAndTablesStayFlat,
  aBackupUnderLoadIsWhole,
  noRequestBreaksTheServer,
  hashingPasswordsSlowsNoToken,
  strangersExhaustNoMemory,
  aFloodLocksNobodyOut,
]
