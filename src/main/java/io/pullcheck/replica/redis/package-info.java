/// The verdict store of a fleet in Redis or Valkey. Nothing of it runs where there is none.
@NullMarked
package io.pullcheck.replica.redis;

import org.jspecify.annotations.NullMarked;
