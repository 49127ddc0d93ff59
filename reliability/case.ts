import type { Engine, Stage, StageOptions } from './ground/stage.ts'

/** What came of a case: figures to publish, and each way in which the claim did not hold. */
export interface Finding {
  readonly figures: Readonly<Record<string, number | string>>
  readonly faults: readonly string[]
}

/** What a case is given. */
export interface Play {
  readonly engine: Engine
  /** The long form answers the figures to reach; the short one finds out that something broke. */
  readonly isLong: boolean
  /** Starts nodes on an empty database; they are gone when the case ends. */
  stage(options?: StageOptions): Promise<Stage>
}

/** A claim about the server, and how it is tried. */
export interface Case {
  readonly id: string
  readonly claim: string
  readonly engines: readonly Engine[]
  /** What this machine lacks to try it; undefined where it lacks nothing. */
  readonly missing?: () => string | undefined
  /** Waits for what comes once a minute, even in its short form. */
  readonly isSlow?: true
  run(play: Play): Promise<Finding>
}

/** Both places where state may be kept. */
export const bothEngines: readonly Engine[] = ['sqlite', 'postgres']
