import { OAuthError, parameter } from '@valetkey/protocol'
import type { Check } from './check.ts'

/** The values of `prompt` that have an effect (OIDC Core §3.1.2.1). */
export const promptValues = ['none', 'login', 'consent', 'select_account'] as const

export type Prompt = (typeof promptValues)[number]

/** Reads which pages the client wants the user to see; unknown values are ignored. */
export const prompt: Check = {
  name: 'prompt',
  at: ['authorize', 'par'],
  reads: ['prompt'],
  run({ parameters }) {
    const values = readPrompt(parameter(parameters, 'prompt'))
    if (values.includes('none') && values.length > 1) {
      const description = 'prompt=none cannot be combined with another value: send none alone, or leave it out'
      throw new OAuthError('invalid_request', description, { clause: 'OIDC Core §3.1.2.1' })
    }
    return { prompt: new Set(promptValues.filter((value) => values.includes(value))) }
  },
}

/** Splits the values of `prompt`, unknown ones included. */
export function readPrompt(text: string | undefined): readonly string[] {
  return [...new Set(text?.split(' ').filter((value) => value !== ''))]
}
