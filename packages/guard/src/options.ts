import { isLoopback, issuerFault, unknownOptionFault } from '@valetkey/protocol'
import { createRefusalLog, isProduction, type RefusedReason } from './refusal-log.ts'
import type { GuardRequest } from './request.ts'
import { schemes } from './schemes/index.ts'
import type { Scheme } from './schemes/scheme.ts'
import { reportSettingsOnce, warn } from './wrong-setting.ts'

/** How the API introspects tokens that it cannot verify itself (RFC 7662). */
export interface IntrospectionOptions {
  /** The client as which the API introspects. */
  readonly clientId: string
  readonly clientSecret: string
  /** How long a response is cached, in seconds: 0.8 by default, so that a revocation takes effect within one second. */
  readonly cacheSeconds?: number
  /** Introspects JWTs too, so that their revocation takes effect before they expire; false by default. */
  readonly always?: boolean
}

/** The options of a guard. Unknown and empty ones are a TypeError. */
export interface GuardOptions {
  /** The issuer identifier of the authorization server, exactly as its metadata spells it; or several. */
  readonly issuer: string | readonly string[]
  /** The API's identifier, which a token must name in `aud`; or several names of the same API. */
  readonly audience: string | readonly string[]
  /** Accepts opaque tokens by introspection. Without it, only JWTs are accepted. */
  readonly introspection?: IntrospectionOptions
  /** How far the clocks of issuer and API may differ, in seconds: 5 by default. */
  readonly clockToleranceSeconds?: number
  /** Names the protected space in challenges; the first audience by default. */
  readonly realm?: string
  /** URL of the API's protected resource metadata, named in challenges (RFC 9728 §5.1). */
  readonly resourceMetadata?: string
  /** Whether a granted scope covers a required one; by default only if they are equal. */
  readonly scopeCovers?: (granted: string, required: string) => boolean
  /** Fetches from the issuer; the global `fetch` by default. */
  readonly fetch?: typeof fetch
  /** Accepts plain http issuers on other computers. An attacker on the network can then forge tokens and keys. */
  readonly dangerouslyAllowHttp?: boolean
  /**
   * Called with the cause if a token could not be verified; once for each wrong setting. Writes a warning to the console by default.
   */
  readonly onUnavailable?: (cause: unknown) => void
  /**
   * Called for each refused request, with more detail than the caller gets. By default each reason is written to the console once, unless
   * NODE_ENV is `production`.
   */
  readonly onRefused?: (reason: RefusedReason, request: GuardRequest) => void
  /** How long stale keys are used while the issuer cannot be reached, in seconds: 3600 by default. After that every token gets 503. */
  readonly maxStaleSeconds?: number
  /** The ways in which a token may be presented: Bearer by default. */
  readonly schemes?: readonly Scheme[]
  /**
   * The API's own origin as its clients write it, such as `https://contacts.example.com`: for a scheme that compares the URL of the request.
   * Set it behind a proxy and for such a scheme; without it the origin is the connection's scheme and the `Host` header.
   */
  readonly origin?: string
  /** The clock; the system's by default. */
  readonly now?: () => Date
}

/** A guard's options, checked and with defaults. */
export interface Settings {
  readonly issuers: readonly string[]
  readonly audience: readonly string[]
  readonly introspection: Required<IntrospectionOptions> | undefined
  readonly clockToleranceSeconds: number
  readonly realm: string
  readonly resourceMetadata: string | undefined
  readonly scopeCovers: (granted: string, required: string) => boolean
  readonly fetch: typeof fetch
  readonly allowHttp: boolean
  readonly onUnavailable: (cause: unknown) => void
  readonly onRefused: (reason: RefusedReason, request: GuardRequest) => void
  readonly staleMs: number
  readonly schemes: readonly Scheme[]
  readonly origin: string | undefined
  readonly now: () => Date
}

/** Every option of a guard, and of `introspection`. The compiler reports one that is missing here. */
const known: Readonly<Record<keyof GuardOptions, true>> = {
  issuer: true,
  audience: true,
  introspection: true,
  clockToleranceSeconds: true,
  realm: true,
  resourceMetadata: true,
  scopeCovers: true,
  fetch: true,
  dangerouslyAllowHttp: true,
  onUnavailable: true,
  onRefused: true,
  maxStaleSeconds: true,
  schemes: true,
  origin: true,
  now: true,
}
const knownOfIntrospection: Readonly<Record<keyof IntrospectionOptions, true>> = {
  clientId: true,
  clientSecret: true,
  cacheSeconds: true,
  always: true,
}

/**
 * Reads a guard's options and fills in the defaults.
 * @throws TypeError naming the option that is wrong and how to fix it
 */
export function readOptions(options: GuardOptions): Settings {
  if (typeof options !== 'object' || options === null) throw new TypeError('guard: requires { issuer, audience }')
  assertKnown('guard', options, known)
  const issuers = list('issuer', options.issuer)
  const audience = list('audience', options.audience)
  const allowHttp = options.dangerouslyAllowHttp ?? false
  for (const issuer of issuers) {
    const fault = issuerFault(issuer) ?? urlFault(issuer, allowHttp)
    if (fault) throw new TypeError(`issuer: ${issuer} ${fault} (RFC 8414 §2)`)
  }
  const { introspection } = options
  if (introspection && issuers.length > 1) {
    throw new TypeError(
      'introspection: requires exactly one issuer; create one guard per issuer, so that no issuer receives the tokens of another',
    )
  }
  if (introspection) {
    assertKnown('introspection', introspection, knownOfIntrospection)
    for (const name of ['clientId', 'clientSecret'] as const) {
      const value = introspection[name]
      if (typeof value === 'string' && value !== '') continue
      const what = value === '' ? 'empty' : typeof value
      throw new TypeError(`introspection.${name} is ${what}: set clientId and clientSecret as registered at the issuer`)
    }
  }
  const { clockToleranceSeconds = 5, maxStaleSeconds = 3_600 } = options
  seconds('maxStaleSeconds', maxStaleSeconds)
  seconds('clockToleranceSeconds', clockToleranceSeconds)
  for (const name of ['scopeCovers', 'fetch', 'onUnavailable', 'onRefused', 'now'] as const) {
    const value: unknown = options[name]
    if (value !== undefined && typeof value !== 'function') {
      throw new TypeError(`${name}: must be a function, and is ${typeof value}`)
    }
  }
  const { resourceMetadata } = options
  if (resourceMetadata !== undefined && !URL.canParse(resourceMetadata)) {
    throw new TypeError(`resourceMetadata: ${resourceMetadata} is not an absolute URL: write it in full (RFC 9728 §3)`)
  }
  seconds('introspection.cacheSeconds', introspection?.cacheSeconds ?? 0)
  return {
    issuers,
    audience,
    introspection: introspection && { cacheSeconds: 0.8, always: false, ...introspection },
    clockToleranceSeconds,
    realm: options.realm ?? audience[0] ?? '',
    resourceMetadata: options.resourceMetadata,
    scopeCovers: options.scopeCovers ?? ((granted, required) => granted === required),
    fetch: options.fetch ?? ((...call) => fetch(...call)),
    allowHttp,
    onUnavailable: reportSettingsOnce(options.onUnavailable ?? warn),
    onRefused: options.onRefused ?? (isProduction() ? () => {} : createRefusalLog()),
    staleMs: maxStaleSeconds * 1000,
    schemes: readSchemes(options.schemes ?? schemes),
    origin: readOrigin(options.origin),
    now: options.now ?? (() => new Date()),
  }
}

/** Returns why keys must not be fetched from a URL, or undefined if they may. */
export function urlFault(url: string, allowHttp: boolean): string | undefined {
  if (!URL.canParse(url)) return 'is not an absolute URL'
  const { protocol } = new URL(url)
  if (protocol === 'https:') return undefined
  if (protocol !== 'http:') return 'is not an https URL'
  return allowHttp || isLoopback(url) ? undefined : 'is plain http; use https, or dangerouslyAllowHttp in a test'
}

/** Two schemes of one name could not be distinguished in a challenge. */
function readSchemes(given: readonly Scheme[]): readonly Scheme[] {
  if (!Array.isArray(given) || given.length === 0)
    throw new TypeError('schemes: must be a list of schemes, such as [bearer]')
  for (const [index, scheme] of given.entries()) {
    const name: unknown = scheme?.name
    if (typeof name !== 'string' || !/^[!#$%&'*+.^`|~\w-]+$/.test(name)) {
      throw new TypeError(`schemes: the name of entry ${index} is not an authentication scheme (RFC 9110 §11.1)`)
    }
    const first = given.findIndex((one) => one?.name?.toLowerCase() === name.toLowerCase())
    if (first !== index) throw new TypeError(`schemes: ${name} is listed twice`)
  }
  return given
}

function readOrigin(given: string | undefined): string | undefined {
  if (given === undefined) return undefined
  const url = URL.parse(given)
  if (url !== null && /^https?:$/.test(url.protocol) && [url.origin, `${url.origin}/`].includes(given))
    return url.origin
  throw new TypeError(`origin: ${given} is not scheme and host alone: write it such as https://contacts.example.com`)
}

function assertKnown(what: string, given: object, options: object): void {
  const fault = unknownOptionFault(given, Object.keys(options))
  if (fault !== undefined) throw new TypeError(`${what}: ${fault}`)
}

function list(name: string, value: string | readonly string[]): readonly string[] {
  const values = typeof value === 'string' ? [value] : value
  if (!Array.isArray(values) || values.length === 0 || values.some((one) => typeof one !== 'string' || one === '')) {
    throw new TypeError(`${name}: must be a string or a list of strings`)
  }
  return values
}

function seconds(name: string, value: number): void {
  if (!(typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY))
    throw new TypeError(`${name}: must be a number of seconds, 0 or more`)
}
