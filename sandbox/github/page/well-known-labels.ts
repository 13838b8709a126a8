/** The labels of berth's profiles: always at hand, made in the repository when first used. */
export const wellKnownLabels = [
  { name: 'preview', color: '0e8a16', description: 'Deploys everything into a namespace of its own' },
  { name: 'staging', color: 'fbca04', description: 'Deploys what changed to the shared staging hosts' },
] as const;
