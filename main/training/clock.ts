/** Milliseconds from any fixed moment, never falling; passed in, because training knows no clock. */
export type Clock = () => number
