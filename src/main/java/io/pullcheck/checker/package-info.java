/// Checks the inventory's pulls again and again: a priority queue by the time at which they are
/// due, a pure schedule, and the loop.
@NullMarked
package io.pullcheck.checker;

import org.jspecify.annotations.NullMarked;
