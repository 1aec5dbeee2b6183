import prettier from 'eslint-config-prettier';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Rooms of the server from the front door inwards: each may use those that come after its line. */
const ROOMS = [
  ['api'],
  ['feed', 'sync', 'capture'],
  ['mapping', 'documents'],
  ['expressions'],
  ['platform'],
  ['protocol'],
];
const ALL_ROOMS = ROOMS.flat().join('|');

const restrict = (...patterns) => ['error', { patterns }];

const throughTheDoor = {
  regex: `^(\\.\\./)+(${ALL_ROOMS})/.+`,
  message: "A room's index.ts is its only door.",
};

/** Holds the import direction of docs/architecture.md: one way through the house. */
const roomRules = ROOMS.flatMap((line, depth) =>
  line.map((room) => {
    const outside = ROOMS.slice(0, depth + 1)
      .flat()
      .filter((other) => other !== room);
    const composition = room === 'api' ? [] : ['services', 'config', 'register', 'bootstrap'];
    return {
      files: [`server/src/${room}/**/*.ts`],
      rules: {
        'no-restricted-imports': restrict(throughTheDoor, {
          regex: `^(\\.\\./)+(${[...outside, ...composition, 'content-types'].join('|')})$`,
          message: `${room}/ must not import this: rooms import each other in one direction.`,
        }),
      },
    };
  })
);

export default tseslint.config(
  {
    ignores: [
      '**/dist/',
      '**/build/',
      '**/.strapi/',
      '**/node_modules/',
      'tests/site/types/generated/',
      'coverage/',
    ],
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked, prettier],
    languageOptions: {
      parserOptions: {
        project: [
          './server/tsconfig.json',
          './admin/tsconfig.json',
          './tests/tsconfig.json',
          './tests/site/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Services are closures: their methods need no `this`.
      '@typescript-eslint/unbound-method': 'off',
      // Strapi's services and query results are typed `any`; what we make of them is not.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
      'no-restricted-globals': ['error', { name: 'strapi', message: 'Take it as an argument.' }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  { files: ['server/src/**/*.ts'], rules: { 'no-restricted-imports': restrict(throughTheDoor) } },
  ...roomRules,
  {
    // Contracts are grouped as Strapi groups its own: one namespace per endpoint.
    files: ['server/src/protocol/{admin,mappings}.ts'],
    rules: { '@typescript-eslint/no-namespace': 'off' },
  },
  {
    files: ['admin/src/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended],
    rules: {
      'no-restricted-imports': restrict({
        regex: '/server/',
        allowTypeImports: true,
        message: 'The panel takes only types from the server, with `import type`.',
      }),
    },
  },
  {
    files: ['tests/demo/**/*.ts', 'tests/convergence/run.ts', 'bench/**/*.ts'],
    rules: { 'no-console': 'off' },
  }
);
