/** What is typed at a counter is no prose: nothing corrects it and nothing remembers it. */
export const asTyped = {
  autocomplete: 'off',
  autocorrect: 'off',
  autocapitalize: 'off',
  spellcheck: false,
} as const
