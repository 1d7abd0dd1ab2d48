/** Medians after 100 evaluations that Optuna 5.0.0.dev reached (regret for branin and hartmann6). */
export const optuna = {
  gp: {
    sphere10: 0.0074,
    sphere10s: 0.0075,
    rosen10: 3394,
    branin: 2e-5,
    hartmann6: 9e-5,
    ackley10s: 11.8,
    rastrigin10s: 78.5,
    mixed9: 0.1,
    cond: 0.577,
  },
  tpe: {
    sphere10: 5.52,
    sphere10s: 4.42,
    rosen10: 3050,
    branin: 0.019,
    hartmann6: 0.094,
    ackley10s: 14,
    rastrigin10s: 91.5,
    mixed9: 0.358,
    cond: 0.284,
  },
  cmaes: {
    sphere10: 2.58,
    sphere10s: 5.82,
    rosen10: 2647,
    branin: 0.013,
    hartmann6: 0.275,
    ackley10s: 13.2,
    rastrigin10s: 72.4,
    mixed9: 0.372,
    cond: 0.507,
  },
  nsga2: { sphere10s: 32.2, rosen10: 86662, mixed9: 0.685, cond: 0.553 },
} as const

/** What the default sampler must reach after 100 evaluations, told that there is no noise, and left to infer it. */
export const bars = {
  noiseKnown: {
    sphere10s: 0.005,
    rosen10: 1500,
    branin: 1e-4,
    hartmann6: 0.001,
    ackley10s: 8,
    rastrigin10s: 70,
    mixed9: 0.03,
    cond: 0.01,
  },
  noiseInferred: { cond: 0.01, mixed9: 0.1, rosen10: 2000 },
} as const

/** Regrets below these count as equal: both have found the optimum. */
export const equalBelow: Readonly<Record<string, number>> = { branin: 1e-4, hartmann6: 1e-3 }
