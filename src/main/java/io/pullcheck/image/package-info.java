/// Values that every other package speaks in: references, workloads and their images, credentials,
/// verdicts. Pure; no library, no I/O, no clock.
@NullMarked
package io.pullcheck.image;

import org.jspecify.annotations.NullMarked;
