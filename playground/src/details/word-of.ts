import type { Word } from '../words/word.ts'

/** Until the words arrive. */
export const parameterWord = (_name: string): Word | undefined => undefined
export const headerWord = (_name: string): Word | undefined => undefined
export const errorWord = (_code: string): Word | undefined => undefined
export const claimWord = (_name: string): Word | undefined => undefined
