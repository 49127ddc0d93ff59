import { z } from 'zod'
import { languageTag } from './translations.ts'

export const languages = z
  .array(languageTag)
  .min(1, 'must name one language or more, or be left out')
  .max(100)
  .optional()
  .describe(
    'The languages of pages and e-mail, by language tag; the first is for users who prefer none of them. Default: English and every other language that exists. A page is in the first of these that is offered: what the app asks for (`ui_locales`), the claim `locale` of the account, what the browser prefers.',
  )
