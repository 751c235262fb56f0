/// Lists the workloads of a cluster once, for `scan`, and gets the secrets that they name.
@NullMarked
package io.pullcheck.kubernetes.listing;

import org.jspecify.annotations.NullMarked;
