/// One gate per registry host: concurrency, token bucket, pause and circuit breaker.
@NullMarked
package io.pullcheck.registry.limit;

import org.jspecify.annotations.NullMarked;
