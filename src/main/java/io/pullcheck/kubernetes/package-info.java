/// The connection to the API server: where the cluster is, who we are there, and which rights we
/// lack.
@NullMarked
package io.pullcheck.kubernetes;

import org.jspecify.annotations.NullMarked;
