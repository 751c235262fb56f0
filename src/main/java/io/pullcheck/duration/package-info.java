/// Durations as Go programs write them, which stand in flags, in Kubernetes' files and in the
/// headers of registries.
@NullMarked
package io.pullcheck.duration;

import org.jspecify.annotations.NullMarked;
