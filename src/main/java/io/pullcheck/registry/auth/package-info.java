/// Authorization by registries: challenges, tokens, and which token server may see which
/// credential.
@NullMarked
package io.pullcheck.registry.auth;

import org.jspecify.annotations.NullMarked;
