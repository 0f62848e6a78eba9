// What no linter sees: cycles, and who may know whom. The table is in the README under "Architecture".
const chapters = [
  'kernel',
  'numeric',
  'models',
  'client',
  'product',
  'portfolio',
  'settings',
  'report',
  'pipeline',
]
const later = (chapter) => chapters.slice(chapters.indexOf(chapter) + 1)

module.exports = {
  forbidden: [
    // What only names a type, or is loaded later, is gone or done when modules load.
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } },
    },
    ...chapters
      .filter((chapter) => later(chapter).length > 0)
      .map((chapter) => ({
        name: `shared-${chapter}-quotes-earlier-chapters-only`,
        severity: 'error',
        from: { path: `^shared/${chapter}/` },
        to: { path: `^shared/(${later(chapter).join('|')})/` },
      })),
    {
      name: 'a-section-does-not-know-another',
      severity: 'error',
      from: {
        path: '^functions/(dashboard|clients|imports|runs|session|settings|views|landing|products|reports|data-quality)/',
      },
      to: {
        path: '^functions/(dashboard|clients|imports|runs|session|settings|views|landing|products|reports|data-quality)/',
        pathNot: '^functions/$1/',
      },
    },
    {
      name: 'a-feature-does-not-know-another',
      severity: 'error',
      from: { path: '^web/src/features/([^/]+)/' },
      to: { path: '^web/src/features/', pathNot: '^web/src/features/$1/' },
    },
    {
      name: 'shared-knows-nothing-outside',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(functions|infra|web|tests)/' },
    },
    {
      name: 'keys-stay-in-the-store',
      severity: 'error',
      from: { path: '^(functions|web)/', pathNot: '^functions/store/' },
      to: { path: '^functions/store/keys' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^dist/|^node_modules/)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.vue', '.json'] },
  },
}
