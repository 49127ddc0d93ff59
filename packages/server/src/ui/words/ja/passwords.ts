import type { passwords as english } from '../en/passwords.ts'
import { createCount } from '../intl.ts'

const count = createCount('ja')
const characters = { other: '#文字' }

/** The words of a form that sets a password in Japanese. */
export const passwords: typeof english = {
  passwords: {
    label: '新しいパスワード',
    hint: (minimum: number) =>
      `${count(minimum, characters)}以上。関連のない単語をいくつか並べると、覚えやすく、推測されにくくなります。`,
    fault: {
      short: (length: number, minimum: number) =>
        `このパスワードは${count(length, characters)}です。${count(minimum, characters)}以上にしてください。`,
      long: (most: number) => `このパスワードは長すぎます。${count(most, characters)}以内にしてください。`,
      common: 'よく使われるパスワードのため、推測されやすくなっています。別のパスワードにしてください。',
      personal:
        'あなたの名前やこのサービスの名前からできたパスワードは、推測されやすくなります。別のパスワードにしてください。',
    },
    strength: {
      short: (missing: number) => `あと${count(missing, characters)}`,
      weak: '推測されやすいパスワードです。単語を追加してください。',
      fair: '良いパスワードです。単語をもう1つ追加すると、さらに安全です。',
      strong: '強力なパスワードです。パスワードマネージャーに保存するか、忘れないようにしてください。',
    },
  },
}
