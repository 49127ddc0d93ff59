import { z } from 'zod'
import { languageTag } from './translations.ts'

export const languages = z
  .array(languageTag)
  .min(1, 'must name one language or more, or be left out')
  .max(100)
  .optional()
  .describe(
    'The languages of pages and e-mail, as language tags; the first is the fallback. Default: all languages, with English as the fallback. A page uses the first available language of `ui_locales` in the app’s request, the account’s claim `locale`, and the browser’s preferences.',
  )
