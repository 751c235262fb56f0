/// From an object of the Kubernetes API to what a node would pull for it: one model of the pod
/// spec, one table of kinds, and the platforms on which its pods may run.
@NullMarked
package io.pullcheck.workload;

import org.jspecify.annotations.NullMarked;
