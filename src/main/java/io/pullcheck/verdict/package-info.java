/// Which workload uses which pull, what is known of each, and the cache in which admission, checker
/// and scan share one check.
@NullMarked
package io.pullcheck.verdict;

import org.jspecify.annotations.NullMarked;
