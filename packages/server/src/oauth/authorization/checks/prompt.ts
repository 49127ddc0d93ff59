import { OAuthError, parameter } from '@valetkey/protocol'
import type { Check } from './check.ts'

/** The values of `prompt` that have an effect (OIDC Core §3.1.2.1). */
export const promptValues = ['none', 'login', 'consent', 'select_account'] as const

/** Asks for a new account (OpenID Connect Initiating User Registration 1.0 §4.1), where users create accounts themselves. */
export const promptCreate = 'create'

export type Prompt = (typeof promptValues)[number] | typeof promptCreate

const allValues: readonly Prompt[] = [...promptValues, promptCreate]

/** Reads which pages the client wants the user to see; unknown values are ignored. */
export const prompt: Check = {
  name: 'prompt',
  at: ['authorize', 'par'],
  reads: ['prompt'],
  run({ parameters, features }) {
    const values = readPrompt(parameter(parameters, 'prompt'))
    if (values.includes('none') && values.length > 1) {
      const description = 'prompt=none cannot be combined with another value: send none alone, or leave it out'
      throw new OAuthError('invalid_request', description, { clause: 'OIDC Core §3.1.2.1' })
    }
    return {
      prompt: new Set(allValues.filter((value) => values.includes(value) && features.promptValues.includes(value))),
    }
  },
}

/** Splits the values of `prompt`, unknown ones included. */
export function readPrompt(text: string | undefined): readonly string[] {
  return [...new Set(text?.split(' ').filter((value) => value !== ''))]
}
