/** What the user may say of a folder of pictures or recordings. */
export interface FolderChoices {
  /** Pictures: common size in pixels; absent: the usual one, shrunk so that no side is over 64. */
  readonly width?: number
  readonly height?: number
  /** Pictures: absent: grey if all are stored in grey. */
  readonly colour?: 'grey' | 'rgb'
  /** Recordings: mel bands (default 24) and frames (default: the median clip's, of 16 to 128). */
  readonly bands?: number
  readonly frames?: number
  /** Recordings: bring clips to one length by stretching (default) or by cutting and padding with silence. */
  readonly length?: 'stretch' | 'pad'
  /** Raw mu-law files do not say it; default 8000. */
  readonly rate?: number
  /** The column of labels, where a CSV names the files. */
  readonly labelColumn?: string
}
