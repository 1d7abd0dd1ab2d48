export const mainFolders: Readonly<Record<string, readonly string[]>>
export const forbidden: readonly { readonly name: string; readonly comment: string; readonly severity: string }[]
