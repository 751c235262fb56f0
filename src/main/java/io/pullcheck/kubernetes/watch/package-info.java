/// Informers: the state of the cluster as far as Pullcheck needs it.
@NullMarked
package io.pullcheck.kubernetes.watch;

import org.jspecify.annotations.NullMarked;
