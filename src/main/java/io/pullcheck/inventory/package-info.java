/// Which workloads use which image, and what was found out about it, and when; with the one cache
/// of verdicts that admission and checker share.
@NullMarked
package io.pullcheck.inventory;

import org.jspecify.annotations.NullMarked;
