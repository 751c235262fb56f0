/// Asks a registry whether an image can be pulled: protocol, tokens, classification, one lane per
/// host, guards against hostile registries.
@NullMarked
package io.pullcheck.registry;

import org.jspecify.annotations.NullMarked;
