import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Person } from '../drive/browser.ts'
import { valetkey } from './command.ts'
import type { Deployment } from './deployment.ts'

const password = 'a long walk by the sea'

/** Its hash by bcrypt with the lowest cost, so that thousands of accounts are added at once. */
const passwordHash = '$2b$04$OtO40yQGF1rx22n3vFy7ieggFHTRjBj.oouSmp7jUN71RN202fvDe'

let imported = 0

/** Adds accounts while the nodes run; their usernames are e-mail addresses that nobody else has. */
export async function importPeople(deployment: Deployment, count: number): Promise<readonly Person[]> {
  const usernames = Array.from({ length: count }, () => `person${++imported}@example.com`)
  const users = usernames.map((email, index) => ({
    user_id: `imported-${imported - count + index}`,
    email,
    email_verified: true,
    passwordHash,
  }))
  const file = join(deployment.folder, `people-${imported}.json`)
  writeFileSync(file, users.map((user) => JSON.stringify(user)).join('\n'))
  await valetkey(['account', 'import', file, '--from', 'auth0', '--config', deployment.config])
  return usernames.map((username) => ({ username, password }))
}
