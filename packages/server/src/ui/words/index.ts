import { de } from './de.ts'
import { en, type Words } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { ja } from './ja.ts'
import { pt } from './pt.ts'

/** Words by language tag (RFC 5646). Adding a language is a file and a line. */
export type Languages = Readonly<Record<string, Words>>

/** The languages that exist; by default the first is for users who prefer none of them. */
export const languages: Languages = {
  en,
  de,
  es,
  fr,
  pt,
  ja,
}
