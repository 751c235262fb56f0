/// What is answered when somebody wants to evict a pod whose images are gone.
@NullMarked
package io.pullcheck.admission.eviction;

import org.jspecify.annotations.NullMarked;
