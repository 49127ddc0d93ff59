import { claimWords } from '../words/claims.ts'
import { errorWords } from '../words/errors.ts'
import { headerWords } from '../words/headers.ts'
import { parameterWords } from '../words/parameters.ts'
import type { Word, Words } from '../words/word.ts'

const find = (words: Words, name: string): Word | undefined => (Object.hasOwn(words, name) ? words[name] : undefined)

export const parameterWord = (name: string): Word | undefined => find(parameterWords, name)
export const headerWord = (name: string): Word | undefined => find(headerWords, name.toLowerCase())
export const claimWord = (name: string): Word | undefined => find(claimWords, name)
export const errorWord = (code: string): Word | undefined => errorWords(code)
