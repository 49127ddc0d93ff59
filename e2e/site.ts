import { type Demo, startDemo } from '../examples/start-demo.ts'
import { findFreePorts } from './free-ports.ts'

/** Starts the whole demo on free ports, with a database that is gone when it ends. */
export async function startSite(): Promise<Demo> {
  process.env.VALETKEY_LOG ??= 'error'
  const [server = 0, api = 0, web = 0] = await findFreePorts(3)
  return startDemo({ database: 'sqlite::memory:', ports: { server, api, web }, say: () => undefined })
}
