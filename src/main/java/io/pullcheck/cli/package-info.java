/// The commands and their flags, as picocli has them, turned into the records of `config`. A
/// command that cannot be carried out ends with one line and its exit status.
@NullMarked
package io.pullcheck.cli;

import org.jspecify.annotations.NullMarked;
