/// How several replicas share the work: a standby copies the verdicts of the leader.
@NullMarked
package io.pullcheck.replica;

import org.jspecify.annotations.NullMarked;
