/// Re-validates the inventory's images for ever: a priority queue by due time, a pure schedule, and
/// the loop.
@NullMarked
package io.pullcheck.checker;

import org.jspecify.annotations.NullMarked;
