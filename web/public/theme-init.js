// Runs before the first paint, as a file because the CSP allows no inline script.
;(() => {
  let choice = 'system'
  let density = 'comfortable'
  try {
    choice = localStorage.getItem('theme') ?? 'system'
    density = localStorage.getItem('density') ?? 'comfortable'
  } catch {
    // Storage may be forbidden; the system's theme is a good answer then.
  }
  const isDark =
    choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.classList.toggle('dark', isDark)
  document.documentElement.classList.toggle('compact', density === 'compact')
  // ECharts empties its container with innerHTML = '': exactly that, and nothing else, is allowed.
  globalThis.trustedTypes?.createPolicy('default', { createHTML: (text) => (text === '' ? text : null) })
})()
