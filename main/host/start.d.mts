export function electronBinary(
  packageFolder?: string,
  environment?: Readonly<Record<string, string | undefined>>,
): string | undefined
export const withoutElectron: string
