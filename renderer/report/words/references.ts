/** What the methods paragraph cites. */
export const references = {
  tensorflowjs: 'Smilkov et al. TensorFlow.js: machine learning for the web and beyond. MLSys, 2019.',
  onnxruntime: 'ONNX Runtime developers. ONNX Runtime. https://onnxruntime.ai',
  gp: 'Snoek, Larochelle, Adams. Practical Bayesian optimization of machine learning algorithms. NeurIPS, 2012.',
  tpe: 'Bergstra, Bardenet, Bengio, Kégl. Algorithms for hyper-parameter optimization. NeurIPS, 2011.',
  cma: 'Hansen, Ostermeier. Completely derandomized self-adaptation in evolution strategies. Evolutionary Computation 9, 2001.',
  nsga2:
    'Deb, Pratap, Agarwal, Meyarivan. A fast and elitist multiobjective genetic algorithm: NSGA-II. IEEE Trans. Evolutionary Computation 6, 2002.',
  random: 'Bergstra, Bengio. Random search for hyper-parameter optimization. JMLR 13, 2012.',
  sobol: 'Owen. Scrambling Sobol’ and Niederreiter-Xing points. Journal of Complexity 14, 1998.',
  halton: 'Owen. A randomized Halton algorithm in R. arXiv 1706.02808, 2017.',
  de: 'Storn, Price. Differential evolution. Journal of Global Optimization 11, 1997.',
  evolution: 'Real, Aggarwal, Huang, Le. Regularized evolution for image classifier architecture search. AAAI, 2019.',
  median: 'Golovin et al. Google Vizier: a service for black-box optimization. KDD, 2017.',
  asha: 'Li et al. A system for massively parallel hyperparameter tuning. MLSys, 2020.',
  halving:
    'Jamieson, Talwalkar. Non-stochastic best arm identification and hyperparameter optimization. AISTATS, 2016.',
  hyperband: 'Li, Jamieson, DeSalvo, Rostamizadeh, Talwalkar. Hyperband. JMLR 18, 2018.',
  extrapolation:
    'Domhan, Springenberg, Hutter. Speeding up automatic hyperparameter optimization of deep neural networks by extrapolation of learning curves. IJCAI, 2015.',
  welch:
    'Welch. The generalization of Student’s problem when several different population variances are involved. Biometrika 34, 1947.',
  nadeau: 'Nadeau, Bengio. Inference for the generalization error. Machine Learning 52, 2003.',
  smyth:
    'Smyth. Linear models and empirical Bayes methods for assessing differential expression in microarray experiments. Stat. Appl. Genet. Mol. Biol. 3, 2004.',
  breiman: 'Breiman, Friedman, Olshen, Stone. Classification and regression trees. Wadsworth, 1984.',
  fanova: 'Hutter, Hoos, Leyton-Brown. An efficient approach for assessing hyperparameter importance. ICML, 2014.',
  pedanova:
    'Watanabe, Bansal, Hutter. PED-ANOVA: efficiently quantifying hyperparameter importance in arbitrary subspaces. IJCAI, 2023.',
  cawley:
    'Cawley, Talbot. On over-fitting in model selection and subsequent selection bias in performance evaluation. JMLR 11, 2010.',
  reshuffling:
    'Nagler, Schneider, Bischl, Feurer. Reshuffling resampling splits can improve generalization of hyperparameter optimization. NeurIPS, 2024.',
} as const

export type Reference = keyof typeof references

export interface SearchMethod {
  readonly words: string
  readonly cite?: Reference
}

export const samplerMethods: Readonly<Record<string, SearchMethod>> = {
  auto: {
    words:
      'a sampler chosen by the size of the space and the number of results (up to 1,000 of them a Gaussian process)',
    cite: 'gp',
  },
  gp: { words: 'Bayesian optimisation with a Gaussian process', cite: 'gp' },
  tpe: { words: 'a tree-structured Parzen estimator', cite: 'tpe' },
  cma: { words: 'CMA-ES', cite: 'cma' },
  ga: { words: 'a genetic algorithm' },
  nsga2: { words: 'NSGA-II', cite: 'nsga2' },
  grid: { words: 'a grid' },
  random: { words: 'random search', cite: 'random' },
  sobol: { words: 'a scrambled Sobol’ sequence', cite: 'sobol' },
  halton: { words: 'a scrambled Halton sequence', cite: 'halton' },
  de: { words: 'differential evolution', cite: 'de' },
  regularisedEvolution: { words: 'regularised evolution', cite: 'evolution' },
}

export const prunerMethods: Readonly<Record<string, SearchMethod>> = {
  median: { words: 'the median stopping rule', cite: 'median' },
  percentile: { words: 'a percentile stopping rule', cite: 'median' },
  asha: { words: 'asynchronous successive halving', cite: 'asha' },
  successiveHalving: { words: 'successive halving', cite: 'halving' },
  hyperband: { words: 'Hyperband', cite: 'hyperband' },
  extrapolation: { words: 'extrapolation of learning curves', cite: 'extrapolation' },
  patience: { words: 'patience' },
  threshold: { words: 'a threshold' },
}
