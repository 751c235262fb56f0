/// The configuration as a tree of records, parsed once, refused with a message that names the flag
/// or the line, the value and what is allowed. Read by the root alone, which hands each constructor
/// the values it needs.
@NullMarked
package io.pullcheck.config;

import org.jspecify.annotations.NullMarked;
