import type { Factor, FactorAttempt } from './factor.ts'

/**
 * Checks the factors that apply to the way of a login, in their order. Returns the methods of those that apply; a failure
 * names the factor.
 */
export async function passFactors(
  factors: readonly Factor[],
  attempt: FactorAttempt,
): Promise<{ readonly methods: readonly string[] } | { readonly failed: string }> {
  const applying = factors.filter(({ ways }) => ways === undefined || ways.includes(attempt.way))
  for (const factor of applying) if (!(await factor.verify(attempt))) return { failed: factor.name }
  return { methods: applying.map(({ method }) => method) }
}
