/// The images that a registry's clean-up must leave alone, and how they are written for it.
@NullMarked
package io.pullcheck.keep;

import org.jspecify.annotations.NullMarked;
