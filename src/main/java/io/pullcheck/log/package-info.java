/// The log: how a line looks ([LogLine]), which lines there are at which level ([Logging]), and
/// what is written when the state of images ([ImageLog]) or registries ([RegistryLog]) changes, or
/// a lap ends ([ProgressLog]).
@NullMarked
package io.pullcheck.log;

import org.jspecify.annotations.NullMarked;
