const models: Readonly<Record<string, string>> = {
  'bg-nbd': 'BG/NBD',
  'mbg-nbd': 'MBG/NBD',
  'pareto-nbd': 'Pareto/NBD',
  'gamma-gamma': 'Gamma-Gamma',
}

/** A model as the literature writes it. */
export function modelTitle(model: string): string {
  const words = model.replaceAll('-', ' ')
  return models[model] ?? words.charAt(0).toUpperCase() + words.slice(1)
}
