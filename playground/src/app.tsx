/** The page of the playground. */
export function App() {
  return <h1>The protocol flow, drawn while it happens</h1>
}
