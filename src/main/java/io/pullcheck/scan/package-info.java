/// The one-shot `scan` command: asks for each pull that was named, waits for registries that limit
/// or fail, and shows how far it is.
@NullMarked
package io.pullcheck.scan;

import org.jspecify.annotations.NullMarked;
