/// Attacks on a whole running `serve` in a small heap, with an honest tenant beside them whose
/// verdicts must go on.
@NullMarked
package io.pullcheck.hostile;

import org.jspecify.annotations.NullMarked;
