import type { Deployment, DeploymentOptions, Engine } from './environment/deployment.ts'

/** The result of a case: figures to publish, and all violations of the claim. */
export interface Finding {
  readonly figures: Readonly<Record<string, number | string>>
  readonly faults: readonly string[]
}

/** The form in which a case runs. */
export interface Form {
  /** The long form produces the published figures; the short one only detects violations. */
  readonly isLong: boolean
  /** How long the soak lasts in its long form (R16). */
  readonly minutes?: number
  /** The version that nodes are upgraded from, as git names it (R10). */
  readonly previous?: string
}

/** The environment of a case. */
export interface CaseRun extends Form {
  readonly engine: Engine
  /** Starts nodes on an empty database; they are gone when the case ends. */
  start(options?: DeploymentOptions): Promise<Deployment>
}

/** A claim about the server, and its check. */
export interface Case {
  readonly id: string
  readonly claim: string
  readonly engines: readonly Engine[]
  /** Returns what this machine lacks to run it, or undefined. */
  readonly missing?: (engine: Engine) => string | undefined
  /** Takes longer than ten seconds even in its short form, so that npm test leaves it out. */
  readonly isSlow?: true
  run(run: CaseRun): Promise<Finding>
}

export const bothEngines: readonly Engine[] = ['sqlite', 'postgres']
