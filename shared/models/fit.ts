/** Parameters of a model, by the letters of its paper: plain numbers, so a fit can be stored as JSON. */
export type Params = Readonly<Record<string, number>>

/** Why figures of a fit must not be shown, in a form a person and a program can both read. */
export interface Diagnosis {
  readonly code: DiagnosisCode
  /** What is the matter, in one sentence. */
  readonly sentence: string
  /** Names of the figures that must not be shown. */
  readonly withheld: readonly string[]
  /** What is shown in their place, in one phrase. */
  readonly shownInstead: string
}

/** Everything that can be the matter with a fit. */
export type DiagnosisCode =
  | 'fit.no-clients'
  | 'fit.too-few-clients'
  | 'fit.no-repeat-purchases'
  | 'fit.too-few-repeat-clients'
  | 'fit.dropout-not-identified'
  | 'fit.not-converged'
  | 'fit.spend-not-positive'
  | 'fit.spend-constant'
  | 'fit.spend-has-no-mean'
  | 'fit.spend-depends-on-frequency'
  | 'fit.no-losses'
  | 'fit.too-few-losses'
  | 'fit.no-decreasing-hazard'

/** The result of fitting a model. A fit that failed is a value with a diagnosis, never an exception. */
export interface Fit<P extends Params = Params> {
  readonly model: string
  readonly params: P
  /** Of each parameter on its own scale; absent where the data do not identify it. */
  readonly standardErrors: Readonly<Record<string, number>>
  readonly logLikelihood: number
  readonly aic: number
  readonly bic: number
  readonly iterations: number
  readonly converged: boolean
  readonly clients: number
  /** Parameters that ran to the edge of the searched range (a factor of 1,800 from the natural scale). */
  readonly boundary: readonly string[]
  readonly diagnosis?: Diagnosis
}
