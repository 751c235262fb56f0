/// The values that all packages speak in: reference, digest, platform, credential, pull, verdict,
/// reason, and the table of known registries. No I/O, no library, no clock.
@NullMarked
package io.pullcheck.model;

import org.jspecify.annotations.NullMarked;
