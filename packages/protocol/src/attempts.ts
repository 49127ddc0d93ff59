/**
 * Limits guessing: counts failures by kind, key and, if given, the address and its networks. Successes are not counted.
 * @internal shared by the server's parts; not for applications
 */
export interface Attempts<Kind extends string> {
  /** Returns the seconds until another try is allowed, or 0. */
  wait(kind: Kind, key: string, address?: string): Promise<number>
  fail(kind: Kind, key: string, address?: string): Promise<void>
}
