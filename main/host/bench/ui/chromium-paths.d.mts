/** Path of the first browser of the Chromium family that is installed. */
export declare function installedChromium(): string | undefined
