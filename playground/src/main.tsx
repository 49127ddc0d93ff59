import { createRoot } from 'react-dom/client'
import { ErrorBoundary } from './error-boundary.tsx'
import { Start } from './start.tsx'

const place = document.getElementById('root')
if (place) {
  createRoot(place).render(
    <ErrorBoundary>
      <Start />
    </ErrorBoundary>,
  )
}
