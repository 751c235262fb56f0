/// What helps when an image is gone or about to be lost: where it still runs, how it can be had
/// back, how much depends on it, and which tags now name something else than what runs.
@NullMarked
package io.pullcheck.rescue;

import org.jspecify.annotations.NullMarked;
