import type { LeavePolicy, SubscribedVersions } from '../../../../server/src/protocol';

// The server's choices in the order of the panel, which takes no code from the server. Records, so
// that none is forgotten.
const VERSIONS: Record<SubscribedVersions, true> = { all: true, published: true };
const POLICIES: Record<LeavePolicy, true> = { keep: true, unpublish: true, delete: true };

export const SUBSCRIBED_VERSIONS = Object.keys(VERSIONS) as SubscribedVersions[];
export const LEAVE_POLICIES = Object.keys(POLICIES) as LeavePolicy[];
