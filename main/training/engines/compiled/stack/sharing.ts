/**
 * How an input of the graph is given for all members at once.
 * shared: the same for all; member: with a leading axis of members; stepped: one row a step, then the axis of members.
 */
export type Sharing = 'shared' | 'member' | 'stepped'
