import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'

/** Tokens in our own forms, bound to the browser that got the page: another site cannot know them. */
export interface FormTokens {
  /** Makes the token for pages shown to the browser and session that `binding` names. */
  make(binding: string): string
  isRight(token: string | undefined, binding: string): boolean
}

/** Creates form tokens under a key; nothing about them is stored. */
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
