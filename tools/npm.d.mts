export type Npm = (args: readonly string[], cwd: string) => { readonly status: number; readonly output: string }

export function withoutNpm(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv
export function npmWith(node: string): Npm
