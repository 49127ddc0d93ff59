import { z } from 'zod'

/** The keys that sign tokens. */
export const keys = z
  .strictObject({
    rotateAfterDays: z
      .int()
      .min(1)
      .max(3650)
      .default(90)
      .describe(
        'Days that a key signs before a new one follows. The new one is published seven minutes before it signs, the old one a day longer than it signs.',
      ),
  })
  .prefault({})
  .describe('The keys that sign tokens.')
