import { en, type Words } from './en.ts'

/** Words by language tag (RFC 5646). Adding a language is a file and a line. */
export type Languages = Readonly<Record<string, Words>>

export const languages: Languages = { en }
