/// The commands: `Main` parses flags, each command wires the packages below by hand and owns the
/// order of start and stop. The only package that may see all others.
@NullMarked
package io.pullcheck;

import org.jspecify.annotations.NullMarked;
