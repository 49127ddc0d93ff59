import type { Case } from '../case.ts'
import { aCodeIsRedeemedOnce } from './r01-a-code-is-redeemed-once.ts'
import { aTokenFamilyNeverForks } from './r02-a-token-family-never-forks.ts'
import { aDecisionIsAppliedOnce } from './r03-a-decision-is-applied-once.ts'
import { aSecretIsUsedOnce } from './r03-a-secret-is-used-once.ts'
import { aReplayedRefreshTokenRevokesItsFamily } from './r04-a-replayed-refresh-token-revokes-its-family.ts'
import { aKilledNodeLosesNothing } from './r05-a-killed-node-loses-nothing.ts'
import { aKilledNodeRevivesNoSecret } from './r05-a-killed-node-revives-no-secret.ts'
import { aCrashedDatabaseLosesNothing } from './r07-a-crashed-database-loses-nothing.ts'
import { aResponseIsSentAfterTheSync } from './r07-a-response-is-sent-after-the-sync.ts'
import { aRevocationTakesEffectOnEveryNode } from './r08-a-revocation-takes-effect-on-every-node.ts'
import { aKeyRotationFailsNoVerification } from './r09-a-key-rotation-fails-no-verification.ts'
import { anUpgradeUnderLoadIsNotNoticed } from './r10-an-upgrade-under-load-is-not-noticed.ts'
import { anUnavailableDatabaseIsReportedInTime } from './r12-an-unavailable-database-is-reported-in-time.ts'
import { aWrongClockBreaksNothing } from './r13-a-wrong-clock-breaks-nothing.ts'
import { aFullDiskCorruptsNothing } from './r14-a-full-disk-corrupts-nothing.ts'
import { aReadOnlyDatabaseCorruptsNothing } from './r14-a-read-only-database-corrupts-nothing.ts'
import { aStoppingNodeDropsNothing } from './r15-a-stopping-node-drops-nothing.ts'
import { memoryAndTablesStayFlat } from './r16-memory-and-tables-stay-flat.ts'
import { aBackupUnderLoadIsComplete } from './r17-a-backup-under-load-is-complete.ts'
import { noRequestBreaksTheServer } from './r18-no-request-breaks-the-server.ts'
import { passwordHashingDelaysNoToken } from './r19-password-hashing-delays-no-token.ts'
import { connectionsExhaustNoMemory } from './r20-connections-exhaust-no-memory.ts'
import { aFloodLocksOutNoUser } from './r21-a-flood-locks-out-no-user.ts'
import { aKilledNodeLosesNoLogout } from './r22-a-killed-node-loses-no-logout.ts'
import { aKilledNodeLosesNoMail } from './r23-a-killed-node-loses-no-mail.ts'

/** Every case, in the order in which they are run. */
export const cases: readonly Case[] = [
  aCodeIsRedeemedOnce,
  aTokenFamilyNeverForks,
  aDecisionIsAppliedOnce,
  aSecretIsUsedOnce,
  aReplayedRefreshTokenRevokesItsFamily,
  aKilledNodeLosesNothing,
  aKilledNodeRevivesNoSecret,
  aResponseIsSentAfterTheSync,
  aCrashedDatabaseLosesNothing,
  aRevocationTakesEffectOnEveryNode,
  aKeyRotationFailsNoVerification,
  anUpgradeUnderLoadIsNotNoticed,
  anUnavailableDatabaseIsReportedInTime,
  aWrongClockBreaksNothing,
  aFullDiskCorruptsNothing,
  aReadOnlyDatabaseCorruptsNothing,
  aStoppingNodeDropsNothing,
  memoryAndTablesStayFlat,
  aBackupUnderLoadIsComplete,
  noRequestBreaksTheServer,
  passwordHashingDelaysNoToken,
  connectionsExhaustNoMemory,
  aFloodLocksOutNoUser,
  aKilledNodeLosesNoLogout,
  aKilledNodeLosesNoMail,
]
