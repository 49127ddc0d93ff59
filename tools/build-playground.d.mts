export function buildPlayground(node: string, announce: (sentence: string) => void, base?: string): string | undefined
export function buildForStart(node: string): boolean
