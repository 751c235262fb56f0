/// The cluster: objects to workloads (pure), informers, pull secret lookup, the webhook
/// configuration's caBundle, leases, events.
@NullMarked
package io.pullcheck.kubernetes;

import org.jspecify.annotations.NullMarked;
