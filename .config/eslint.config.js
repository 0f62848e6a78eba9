import pluginVue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'
import vueParser from 'vue-eslint-parser'

const typed = { projectService: true, tsconfigRootDir: new URL('..', import.meta.url).pathname }

/** A room may import only what the house's table allows. */
const forbid = (group, message, allowTypeImports = false) => ({ group, message, allowTypeImports })
const restrict = (...patterns) => ({ '@typescript-eslint/no-restricted-imports': ['error', { patterns }] })

const noNode = forbid(['node:*'], 'The core is pure: no Node modules.')
const noAws = forbid(['@aws-sdk/*'], 'Only functions/runtime/aws.ts and functions/store speak to AWS.')
const noVue = forbid(['vue', 'vue-router', '@vueuse/*'], 'The screen lives in web.')
const noCdk = forbid(
  ['aws-cdk-lib', 'aws-cdk-lib/*', 'constructs', 'cdk-nag'],
  'Infrastructure lives in infra.',
)
const noTests = forbid(['#tests/*'], 'Nothing depends on tests.')
const noWeb = forbid(['**/web/src/**'], 'Only tests may import the web.')

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'node_modules/**',
      '.local/**',
      'web/dist/**',
      '**/*.js',
      '**/*.cjs',
      '**/*.mjs',
      '.config/**',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts', '**/*.vue'],
    extends: [...tseslint.configs.recommended],
    languageOptions: { parserOptions: { ...typed, extraFileExtensions: ['.vue'] } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-non-null-assertion': 'error',
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }],
      'max-depth': ['error', 4],
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'Use a union: Node strips types and cannot run enums.' },
      ],
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.vue'],
    extends: [...pluginVue.configs['flat/recommended']],
    languageOptions: {
      parser: vueParser,
      parserOptions: { ...typed, parser: tseslint.parser, extraFileExtensions: ['.vue'] },
    },
    rules: {
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/multi-word-component-names': ['error', { ignores: ['App'] }],
      'vue/no-v-html': 'error',
      'vue/attributes-order': 'off',
      // Prettier lays out.
      'vue/multiline-html-element-content-newline': 'off',
      'vue/require-default-prop': 'off',
    },
  },
  {
    files: ['shared/**/*.ts'],
    rules: {
      ...restrict(
        noNode,
        noAws,
        noVue,
        noCdk,
        noTests,
        noWeb,
        forbid(['#functions/*', '#infra/*'], 'shared depends on nothing but itself.'),
      ),
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Time arrives as an argument.' },
        { object: 'Math', property: 'random', message: 'Chance arrives as a seeded generator.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
          message: 'Time arrives as an argument.',
        },
        { selector: 'TSEnumDeclaration', message: 'Use a union.' },
      ],
    },
  },
  {
    files: ['functions/**/*.ts'],
    ignores: ['functions/runtime/**', 'functions/store/**'],
    rules: restrict(
      noAws,
      noVue,
      noCdk,
      noTests,
      noWeb,
      forbid(['#infra/*'], 'functions do not know where they stand.'),
    ),
  },
  {
    files: ['functions/runtime/**/*.ts', 'functions/store/**/*.ts'],
    rules: restrict(
      noVue,
      noCdk,
      noTests,
      noWeb,
      forbid(['#infra/*'], 'functions do not know where they stand.'),
    ),
  },
  {
    files: ['infra/**/*.ts'],
    ignores: ['infra/local/**'],
    rules: restrict(
      noAws,
      noVue,
      noTests,
      noWeb,
      forbid(['#functions/*'], 'infra names files of functions by path only.'),
    ),
  },
  {
    files: ['web/src/**/*.ts', 'web/src/**/*.vue'],
    rules: restrict(
      noNode,
      noAws,
      noCdk,
      noTests,
      forbid(['#infra/*'], 'The screen does not know the infrastructure.'),
      forbid(['#functions/*'], 'The screen may only take types of routes.', true),
    ),
  },
  {
    // A store is a factory: its functions are counted by the reader one by one.
    files: ['functions/store/**/*.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    files: ['tests/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
)
