import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'

/** CSRF tokens, bound to the browser that loaded the form: another site cannot know them. */
export interface FormTokens {
  /** Creates the token for the browser and session named by `binding`. */
  make(binding: string): string
  isRight(token: string | undefined, binding: string): boolean
}

/** Creates form tokens under a key; they are not stored. */
export function createFormTokens(key: Uint8Array): FormTokens {
  const secretKey = createSecretKey(key)
  const make = (binding: string) => createHmac('sha256', secretKey).update(binding).digest('base64url')
  return {
    make,
    isRight(token, binding) {
      const [given, right] = [Buffer.from(token ?? ''), Buffer.from(make(binding))]
      return given.length === right.length && timingSafeEqual(given, right)
    },
  }
}
