/// The configuration as records, parsed once, and refused with a message that names the flag or the
/// line of a file, the value and what is allowed.
@NullMarked
package io.pullcheck.config;

import org.jspecify.annotations.NullMarked;
