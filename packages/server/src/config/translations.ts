import { z } from 'zod'

/** A language tag as RFC 5646 writes it, shortened by what pages do not tell apart. */
export const languageTag = z
  .string()
  .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/, 'must be a language tag such as de or pt-BR (RFC 5646)')

/** Texts by language tag, each of at most so many characters. */
export const translations = (longest: number) =>
  z.record(languageTag, z.string().min(1).max(longest, `must have ${longest} characters at most`)).optional()
