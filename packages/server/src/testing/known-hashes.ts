import type { TestConfig } from './setup.ts'

/** Hashes of the passwords and of the weak secret in `testConfig`: argon2 takes a third of the time in which a test's server starts. */
const hashes = new Map([
  [
    'wonderland at noon',
    '$argon2id$v=19$m=19456,t=2,p=1$SQNy4iyMiMEhS06gbNq1sA$lJrjS06dNlGn6t5AJcA8aGadKam3wDuv/JV+x/HVGCA',
  ],
  [
    'builder of bridges',
    '$argon2id$v=19$m=19456,t=2,p=1$/gmr21Zzz6j2STm9bSKnhw$kL0KTq8RxZLJCdWXYOPOFciFUgrNnfH9qUJqIoopOfw',
  ],
  [
    'sent away for good',
    '$argon2id$v=19$m=19456,t=2,p=1$WTr97rG2u23cYerPXVqGtw$HgmPZZmNnkCpjKqhoi0FpmulG+XrvlZEc0Jhgw7N0NM',
  ],
  ['short secret', '$argon2id$v=19$m=19456,t=2,p=1$VLHeXUExlXNBbwqw0KAGbw$EltfPhMsn7U3Zz4Bg4HiTC8MJQhvmIdSEafn17NC6Vw'],
])

/** Replaces the usual passwords and secrets of a configuration by their hashes, which have the same effect. */
export function withKnownHashes(config: TestConfig): TestConfig {
  return {
    ...config,
    accounts: config.accounts?.map((account) => replace(account, 'password')),
    clients: config.clients?.map((client) => replace(client, 'client_secret')),
  }
}

function replace<T extends Readonly<Record<string, unknown>>>(entry: T, name: 'password' | 'client_secret'): T {
  const hash = hashes.get(String(entry[name]))
  if (hash === undefined) return entry
  const { [name]: _, ...others } = entry
  return { ...others, [`${name}_hash`]: hash } as unknown as T // one of the two is in each entry
}
