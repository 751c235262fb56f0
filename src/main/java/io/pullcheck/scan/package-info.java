/// The one-shot `scan` command: checks a list of pulls, and writes a report in one of its formats.
@NullMarked
package io.pullcheck.scan;

import org.jspecify.annotations.NullMarked;
