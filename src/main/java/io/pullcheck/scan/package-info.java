/// The one-shot `scan` command: where images come from, and the report formats.
@NullMarked
package io.pullcheck.scan;

import org.jspecify.annotations.NullMarked;
