/// How several replicas share the work: each has its shard of the repositories, and a standby
/// copies the verdicts of the leader.
@NullMarked
package io.pullcheck.replica;

import org.jspecify.annotations.NullMarked;
