import { z } from 'zod'
import { standardFeatures } from '../oauth/features.ts'

const { grants, insecureOptions, responseModes } = standardFeatures

const usual = grants.filter((grant) => grant.defaultFor === 'users').map((grant) => grant.type)
const codes = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ')

/** Other keys are those that an embedding application adds. */
const dangerously = z
  .object(
    Object.fromEntries(
      insecureOptions.map(({ option, cost, clause }) => [
        option,
        z.boolean().optional().describe(`Insecure: ${cost} (${clause}).`),
      ]),
    ),
  )
  .catchall(z.boolean())
  .optional()
  .describe(
    'Features that OAuth 2.1 forbids, enabled for every client that registers itself. Meant for conformance tests.',
  )

export const registration = z
  .enum(['closed', 'token', 'open'])
  .default('closed')
  .describe(
    'Whether clients may register themselves (RFC 7591). `token`: with an initial access token of `valetkey registration-token add`. `open`: anyone may.',
  )

export const dynamicClients = z
  .strictObject({
    scope: z
      .string()
      .optional()
      .describe(
        'The scopes they may request, separated by spaces, at every API that defines them. Default: the identity scopes of the server.',
      ),
    grantTypes: z
      .array(z.string())
      .default([...usual])
      .describe(`The grant types they may use. Default: ${codes(usual)}.`),
    responseModes: z
      .array(z.string())
      .default([])
      .describe(
        `Response modes that all of them may use, without naming them in their registration: ${codes(responseModes.map((mode) => mode.name))}. The default of a response type is always allowed.`,
      ),
    maxUnused: z
      .int()
      .min(1)
      .max(1_000_000)
      .default(10_000)
      .describe('How many of them that never got a token may be stored. Beyond this number, the oldest are removed.'),
    removeUnusedAfterDays: z
      .int()
      .min(1)
      .max(3_650)
      .default(90)
      .describe(
        'Days without a token after which such a client is removed. A client that a user has authorized is never removed.',
      ),
    dangerously,
  })
  .prefault({})
  .describe('Limits for clients that register themselves, checked at registration and at each update.')
