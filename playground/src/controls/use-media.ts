import { useSyncExternalStore } from 'react'

const useMedia = (query: string): boolean =>
  useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    () => matchMedia(query).matches,
  )

export const useDarkScheme = (): boolean => useMedia('(prefers-color-scheme: dark)')

/** Whether the columns are next to each other. */
export const useWideScreen = (): boolean => useMedia('(min-width: 50rem)')
