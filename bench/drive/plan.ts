/** A client registered at both servers, with the same metadata. */
export interface PlannedClient {
  readonly id: string
  readonly secret: string
  readonly redirectUri: string
}

/** The input of a driver process: server, scenario, concurrency and duration. */
export interface Plan {
  readonly scenario: string
  readonly issuer: string
  readonly host: string
  readonly port: number
  /** The server's process, whose processor time is measured. */
  readonly pid: number
  /** Paths of the server's endpoints, as its metadata names them. */
  readonly paths: {
    readonly token: string
    readonly authorize: string
    readonly introspect: string
    readonly userinfo: string
    readonly jwks: string
  }
  readonly machine: PlannedClient
  readonly web: PlannedClient
  readonly resources: { readonly opaque: string; readonly es256: string; readonly rs256: string }
  readonly scope: string
  /** `Cookie` headers of signed-in browsers whose consent is already given. */
  readonly cookies: readonly string[]
  readonly concurrency: number
  readonly warmup: number
  readonly duration: number
}

/** The result of one run of a driver process. */
export interface Outcome {
  /** Verified responses per second; a flow counts once, when its last response is verified. */
  readonly rate: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  /** The longest response time of a request that began or ended during the measurement; a value of seconds means that the server stalled. */
  readonly longest: number
  readonly completed: number
  readonly failed: number
  /** Descriptions of the first failures. */
  readonly failures: readonly string[]
  /** Tokens whose signature or state was checked after the clock stopped. */
  readonly sampled: number
  /** Microseconds of the server's processor time per verified response; `null` where the system does not report it. */
  readonly serverCost: number | null
  /** Share of its core that the driver used; near 1 the driver may be the bottleneck. */
  readonly driverLoad: number
}
