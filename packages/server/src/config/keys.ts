import { z } from 'zod'

export const keys = z
  .strictObject({
    rotateAfterDays: z
      .int()
      .min(1)
      .max(3650)
      .default(90)
      .describe(
        'Days that a key signs before a new one replaces it. A new key is published seven minutes before it signs, and an old key for a day after it last signed.',
      ),
  })
  .prefault({})
  .describe('The keys that sign tokens.')
