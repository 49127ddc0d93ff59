/** Writes a length of time after “in”, “vor” and “von”: `3 Tagen`. */
export const dative = (duration: string): string => duration.replace(/\bTage\b/, 'Tagen')
