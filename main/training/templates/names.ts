export type TemplateName = 'linear' | 'mlp' | 'cnn' | 'text' | 'nextToken' | 'sequence' | 'custom'
