/// Prometheus metric families, one class per family group, read at scrape time from a snapshot.
@NullMarked
package io.pullcheck.metrics;

import org.jspecify.annotations.NullMarked;
