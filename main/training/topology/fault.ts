/** A topology that cannot be trained here; the message says where, why, and what would do. */
export class BadTopology extends Error {
  override readonly name = 'BadTopology'
  readonly code = 'bad-topology'
}
