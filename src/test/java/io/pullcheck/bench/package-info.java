/// Measures a whole running Pullcheck on the real parts: `mvn -Pbench verify -DskipTests`. Each
/// figure is a count, or stands beside a limit that was measured in the same run.
@NullMarked
package io.pullcheck.bench;

import org.jspecify.annotations.NullMarked;
