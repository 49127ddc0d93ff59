import type { Config } from '../config/read-config.ts'
import { createPlaygroundReader } from '../http/built-playground.ts'
import type { PlaygroundOptions } from '../pages/playground/route.ts'
import type { ServerOptions } from './server.ts'

/** Prepares the playground if it is enabled; its files are read later. */
export function createPlayground(config: Config, options: ServerOptions): PlaygroundOptions | undefined {
  return config.playground ? { readBuilt: createPlaygroundReader(), setup: options.playground ?? {} } : undefined
}
