/// The two HTTP servers: the webhook's TLS endpoint, and the management endpoint with metrics,
/// probes and the status page.
@NullMarked
package io.pullcheck.web;

import org.jspecify.annotations.NullMarked;
