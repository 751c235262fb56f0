/// What the JSON of registries and token servers says, read as the node's own code reads it: what
/// Go's decoder refuses is refused here too.
@NullMarked
package io.pullcheck.registry.content;

import org.jspecify.annotations.NullMarked;
