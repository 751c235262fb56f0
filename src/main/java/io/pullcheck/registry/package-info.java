/// Asks a registry whether an image can be pulled: the steps of one check, the classification of
/// the answers, and what earlier checks have learned.
@NullMarked
package io.pullcheck.registry;

import org.jspecify.annotations.NullMarked;
